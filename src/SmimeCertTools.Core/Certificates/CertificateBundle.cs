using System.Collections.Generic;
using System.Formats.Asn1;

namespace SmimeCertTools.Core.Certificates;

/// <summary>
/// Writes certificates as PKCS#7 (.p7b, .p7c): a SignedData that nobody signed, which is there to carry certificates (RFC 5652
/// section 5.1, RFC 8551 section 3.8).
/// </summary>
/// <remarks>
/// It is what can be made of public halves. The userSMIMECertificate of RFC 2798 section 2.8 is more: a SignedData that the
/// person's own key has signed, with the algorithms that the person's program prefers (smimeCapabilities).
/// </remarks>
public static class CertificateBundle
{
    // id-signedData and id-data, RFC 5652 sections 5.1 and 4.
    private const string SignedData = "1.2.840.113549.1.7.2";
    private const string Data = "1.2.840.113549.1.7.1";

    private static readonly Asn1Tag First = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>A bundle in DER.</summary>
    /// <param name="certificates">The certificates in DER. DER orders a set by its content, so their order is lost.</param>
    public static byte[] Write(IEnumerable<byte[]> certificates)
    {
        Guard.NotNull(certificates);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(SignedData);
            using (writer.PushSequence(First))
            using (writer.PushSequence())
            {
                // Without attribute certificates and with the content type data the version is 1 (RFC 5652 section 5.1).
                writer.WriteInteger(1);
                using (writer.PushSetOf())
                {
                }

                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Data);
                }

                using (writer.PushSetOf(First))
                {
                    foreach (var certificate in certificates)
                    {
                        writer.WriteEncodedValue(certificate);
                    }
                }

                using (writer.PushSetOf())
                {
                }
            }
        }

        return writer.Encode();
    }
}
