using System.Formats.Asn1;
using System.Linq;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>Messages whose recipients get at the key by encapsulation (RFC 9629 section 3, RFC 9936 for ML-KEM).</summary>
public static class KemSeeds
{
    /// <summary>id-ori-kem.</summary>
    public const string Type = "1.2.840.113549.1.9.16.13.3";

    /// <summary>ML-KEM-768.</summary>
    public const string Algorithm = "2.16.840.1.101.3.4.4.2";

    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag OtherRecipient = new(TagClass.ContextSpecific, 4, isConstructed: true);

    /// <summary>An encrypted message for two keys: one named by its identifier, one by issuer and serial.</summary>
    /// <param name="issuer">The issuer's name in DER.</param>
    /// <param name="serial">The serial number, big-endian.</param>
    /// <param name="keyId">The other's key identifier.</param>
    public static byte[] Create(byte[] issuer, byte[] serial, byte[] keyId)
    {
        var byName = new AsnWriter(AsnEncodingRules.DER);
        using (byName.PushSequence())
        {
            byName.WriteEncodedValue(issuer);
            byName.WriteInteger(serial);
        }

        var byKey = new AsnWriter(AsnEncodingRules.DER);
        byKey.WriteOctetString(keyId, Context0);
        return Message(Recipient(byName.Encode()), Recipient(byKey.Encode()));
    }

    /// <summary>KEMRecipientInfo.</summary>
    /// <param name="id">RecipientIdentifier.</param>
    public static byte[] Recipient(byte[] id)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            writer.WriteEncodedValue(id);
            WriteAlgorithm(writer, Algorithm);
            writer.WriteOctetString(new byte[1088]);
            WriteAlgorithm(writer, "1.2.840.113549.1.9.16.3.28");
            writer.WriteInteger(32);
            using (writer.PushSequence(Context0))
            {
                writer.WriteOctetString(new byte[16]);
            }

            WriteAlgorithm(writer, "2.16.840.1.101.3.4.1.45");
            writer.WriteOctetString(new byte[40]);
        }

        return writer.Encode();
    }

    /// <summary>An encrypted message with these values of recipients by encapsulation, whatever they are.</summary>
    public static byte[] Message(params byte[][] recipients)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.7.3");
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
            using (writer.PushSequence())
            {
                writer.WriteInteger(3);
                using (writer.PushSetOf())
                {
                    foreach (var recipient in recipients.Select(Other))
                    {
                        writer.WriteEncodedValue(recipient);
                    }
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.7.1");
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42");
                        writer.WriteOctetString(new byte[16]);
                    }

                    writer.WriteOctetString(new byte[48], Context0);
                }
            }
        }

        return writer.Encode();
    }

    private static byte[] Other(byte[] value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(OtherRecipient))
        {
            writer.WriteObjectIdentifier(Type);
            writer.WriteEncodedValue(value);
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer, string identifier)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(identifier);
        }
    }
}
