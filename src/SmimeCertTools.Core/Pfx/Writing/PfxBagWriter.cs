using System.Formats.Asn1;
using System.Text;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx.Algorithms;

namespace SmimeCertTools.Core.Pfx.Writing;

/// <summary>Writes safe bags (RFC 7292 section 4.2).</summary>
internal static class PfxBagWriter
{
    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Writes a CertBag.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="hasKey">Whether its private key is in the file; it then gets the identifier that names its key.</param>
    /// <param name="friendlyName">The name to show; null or empty for none.</param>
    public static void WriteCertificate(AsnWriter writer, CertificateInfo certificate, bool hasKey, string? friendlyName)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.12.10.1.3");
            using (writer.PushSequence(Explicit))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.9.22.1");
                using (writer.PushSequence(Explicit))
                {
                    writer.WriteOctetString(certificate.RawData);
                }
            }

            WriteAttributes(writer, hasKey ? certificate : null, friendlyName);
        }
    }

    /// <summary>
    /// Writes a PKCS8ShroudedKeyBag. Its attributes stand in clear, so the identifier that names its certificate is the only one:
    /// no name.
    /// </summary>
    public static void WriteKey(AsnWriter writer, PfxKeyPair pair, PfxProtector protector)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.12.10.1.2");
            using (writer.PushSequence(Explicit))
            {
                protector.WriteKey(writer, pair.PrivateKey);
            }

            WriteAttributes(writer, pair.Certificate, friendlyName: null);
        }
    }

    private static void WriteAttributes(AsnWriter writer, CertificateInfo? owner, string? friendlyName)
    {
        var hasName = !string.IsNullOrEmpty(friendlyName);
        if (owner is null && !hasName)
        {
            return;
        }

        using (writer.PushSetOf())
        {
            if (hasName)
            {
                using (WriteAttribute(writer, "1.2.840.113549.1.9.20"))
                using (writer.PushSetOf())
                {
                    WriteBmpString(writer, friendlyName!);
                }
            }

            if (owner is not null)
            {
                // localKeyId: any bytes will do, and the thumbprint is what programs write.
                using (WriteAttribute(writer, "1.2.840.113549.1.9.21"))
                using (writer.PushSetOf())
                {
                    var thumbprint = new byte[DigestKind.Sha1.Size];
                    DigestKind.Sha1.HashRepeatedly(owner.RawData, 1, thumbprint);
                    writer.WriteOctetString(thumbprint);
                }
            }
        }
    }

    private static AsnWriter.Scope WriteAttribute(AsnWriter writer, string identifier)
    {
        var scope = writer.PushSequence();
        writer.WriteObjectIdentifier(identifier);
        return scope;
    }

    // AsnWriter insists on UCS-2, but names hold emoji, which programs write as two UTF-16 units each.
    private static void WriteBmpString(AsnWriter writer, string text)
    {
        var element = new AsnWriter(AsnEncodingRules.DER);
        element.WriteOctetString(Encoding.BigEndianUnicode.GetBytes(text));
        var encoded = element.Encode();
        encoded[0] = DerTag.BmpString;
        writer.WriteEncodedValue(encoded);
    }
}
