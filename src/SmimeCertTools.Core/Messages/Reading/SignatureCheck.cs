using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.IO;
using Org.BouncyCastle.Security;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Keys;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// Checks signatures over content (RFC 5652 sections 5.4 to 5.6). Whom the certificate is of is not judged here.
/// </summary>
internal static class SignatureCheck
{
    private const string RsaPrefix = "1.2.840.113549.1.1.";
    private const string EcPrefix = "1.2.840.10045.4.3.";
    private const string EcSha1 = "1.2.840.10045.4.1";

    // By digest: the last number of RSA with it (RFC 8017 appendix A.2.4) and of ECDSA (RFC 5758 section 3.2).
    private static readonly Dictionary<string, (string Rsa, string Ec)> Combined = new()
    {
        ["1.2.840.113549.2.5"] = (RsaPrefix + "4", string.Empty),
        ["1.3.14.3.2.26"] = (RsaPrefix + "5", EcSha1),
        ["2.16.840.1.101.3.4.2.4"] = (RsaPrefix + "14", EcPrefix + "1"),
        ["2.16.840.1.101.3.4.2.1"] = (RsaPrefix + "11", EcPrefix + "2"),
        ["2.16.840.1.101.3.4.2.2"] = (RsaPrefix + "12", EcPrefix + "3"),
        ["2.16.840.1.101.3.4.2.3"] = (RsaPrefix + "13", EcPrefix + "4"),
    };

    /// <summary>What is known of a signer, and of the signature.</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="structure">The structure that the signer is in.</param>
    /// <param name="content">The content as for <see cref="Check"/>.</param>
    /// <param name="options">Who may know the certificate where the structure does not bring it.</param>
    public static MessageSigner Of(
        CmsSigner signer, CmsStructure structure, IReadOnlyList<Func<Stream>>? content, MessageReadOptions options)
    {
        var certificate = signer.Find(structure.Certificates) ?? signer.Find(options.FindCertificates?.Invoke(signer.Id) ?? []);
        var (state, problem) = Check(signer, certificate, structure.ContentType, content);
        return new MessageSigner
        {
            Issuer = signer.Id.Issuer,
            SerialNumber = signer.Id.SerialNumber,
            KeyIdentifier = signer.Id.KeyIdentifier,
            Certificate = certificate,
            DigestAlgorithm = CmsNames.Of(signer.Digest),
            SignatureAlgorithm = NameOf(signer),
            SigningTime = signer.SigningTime,
            State = state,
            Problem = problem,
        };
    }

    /// <summary>What is known of a signer's signature.</summary>
    /// <param name="signer">The signer.</param>
    /// <param name="certificate">The certificate; null where it is not known.</param>
    /// <param name="contentType">The type of the content.</param>
    /// <param name="content">
    /// Opens the content in one of the forms that it may have been signed in; null where there is none.
    /// </param>
    public static (MessageSignatureState State, string? Problem) Check(
        CmsSigner signer, CertificateInfo? certificate, string? contentType, IReadOnlyList<Func<Stream>>? content)
    {
        if (content is null)
        {
            return NotChecked("the text that was signed is not in the file");
        }

        if (certificate is null)
        {
            return NotChecked("the signer's certificate is not in the message");
        }

        try
        {
            return signer.Attributes is null
                ? CheckContent(signer, certificate, content) : CheckAttributes(signer, certificate, contentType, content);
        }
        catch (Exception e) when (BouncyCastleFaults.Contains(e) || e is DerException)
        {
            return NotComputed(signer);
        }
    }

    /// <summary>The signature's algorithm by name.</summary>
    public static string NameOf(CmsSigner signer)
    {
        var name = KnownNames.SignatureAlgorithm(signer.AlgorithmOid);
        return name == signer.AlgorithmOid ? CmsNames.Of(signer.AlgorithmOid) : name;
    }

    private static (MessageSignatureState State, string? Problem) CheckAttributes(
        CmsSigner signer, CertificateInfo certificate, string? contentType, IReadOnlyList<Func<Stream>> content)
    {
        if (signer.IsMalformed)
        {
            return (MessageSignatureState.Wrong, "its attributes are not those of a signature");
        }

        if (contentType is not null && signer.ContentType != contentType)
        {
            return (MessageSignatureState.ContentChanged, "another type of content was signed");
        }

        var digest = DigestUtilities.GetDigest(new DerObjectIdentifier(signer.Digest));
        if (!content.Any(open => Digest(digest, open).SequenceEqual(signer.ContentDigest!)))
        {
            return (MessageSignatureState.ContentChanged, null);
        }

        return Verify(signer, certificate, stream => stream.Write(signer.Attributes!, 0, signer.Attributes!.Length));
    }

    private static (MessageSignatureState State, string? Problem) CheckContent(
        CmsSigner signer, CertificateInfo certificate, IReadOnlyList<Func<Stream>> content)
    {
        (MessageSignatureState State, string? Problem) last = default;
        foreach (var open in content)
        {
            last = Verify(signer, certificate, stream =>
            {
                using var text = open();
                text.CopyTo(stream);
            });
            if (last.State == MessageSignatureState.Verified)
            {
                break;
            }
        }

        return last;
    }

    private static (MessageSignatureState State, string? Problem) Verify(
        CmsSigner signer, CertificateInfo certificate, Action<Stream> write) =>
        IssuerSignature.Verify(
            ParsedCertificate.Read(certificate.RawData), AlgorithmOf(signer), write, signer.Signature) switch
        {
            true => (MessageSignatureState.Verified, null),
            false => (MessageSignatureState.Wrong, null),
            _ => NotComputed(signer),
        };

    // The key's own identifier stands for the key and the digest together.
    private static byte[] AlgorithmOf(CmsSigner signer)
    {
        var combined = Combined.TryGetValue(signer.Digest, out var known)
            ? signer.AlgorithmOid switch
            {
                CmsNames.RsaEncryption => known.Rsa,
                CmsNames.EcPublicKey => known.Ec,
                _ => null,
            }
            : null;
        return string.IsNullOrEmpty(combined)
            ? signer.Algorithm.ToArray()
            : new AlgorithmIdentifier(new DerObjectIdentifier(combined)).GetDerEncoded();
    }

    private static byte[] Digest(IDigest digest, Func<Stream> open)
    {
        using var stream = open();
        using var sink = new DigestSink(digest);
        stream.CopyTo(sink);
        return DigestUtilities.DoFinal(digest);
    }

    private static (MessageSignatureState State, string? Problem) NotComputed(CmsSigner signer) => NotChecked(
        $"its algorithms ({NameOf(signer)} with {CmsNames.Of(signer.Digest)}) cannot be computed with here");

    private static (MessageSignatureState State, string? Problem) NotChecked(string problem) =>
        (MessageSignatureState.NotChecked, problem);
}
