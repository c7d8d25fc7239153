using System;
using System.IO;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx.Keys;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Checks an issuer's signature on a certificate (RFC 5280 section 4.1.1.3).</summary>
internal static class IssuerSignature
{
    private const int MaxVerifiedExponentBits = 64;
    private const int MaxVerifiedKeySize = 8192;

    /// <summary>
    /// Whether <paramref name="issuer"/> has signed <paramref name="certificate"/>; null when key or algorithm cannot be computed
    /// with, or would cost more than any real one.
    /// </summary>
    public static bool? Verify(ParsedCertificate certificate, ParsedCertificate issuer)
    {
        var signed = certificate.Signed.ToArray();
        return Verify(issuer, certificate.SignatureAlgorithm.ToArray(), stream => stream.Write(signed, 0, signed.Length),
            certificate.Signature.ToArray());
    }

    /// <summary>Whether the key of <paramref name="issuer"/> has signed what is written; null likewise.</summary>
    /// <param name="issuer">Whose key it is.</param>
    /// <param name="signatureAlgorithm">The AlgorithmIdentifier of the signature, in DER.</param>
    /// <param name="write">Writes what was signed.</param>
    /// <param name="signature">The signature.</param>
    public static bool? Verify(
        ParsedCertificate issuer, byte[] signatureAlgorithm, Action<Stream> write, byte[] signature)
    {
        if (issuer.PublicKey.Size > MaxVerifiedKeySize)
        {
            return null;
        }

        try
        {
            var key = PublicKeyFactory.CreateKey(SubjectPublicKeyInfo.GetInstance(issuer.PublicKeyInfo.ToArray()));
            if (key is RsaKeyParameters rsa && rsa.Exponent.BitLength > MaxVerifiedExponentBits)
            {
                return null;
            }

            var algorithm = AlgorithmIdentifier.GetInstance(signatureAlgorithm);
            var verifier = new Asn1VerifierFactory(algorithm, key).CreateCalculator();
            using (var stream = verifier.Stream)
            {
                write(stream);
            }

            return verifier.GetResult().IsVerified(signature);
        }
        catch (Exception e) when (BouncyCastleFaults.Contains(e))
        {
            return null;
        }
    }
}
