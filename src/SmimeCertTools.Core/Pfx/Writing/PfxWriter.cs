using System;
using System.Collections.Generic;
using System.Formats.Asn1;
using System.Linq;
using System.Threading;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Writing;

/// <summary>Writes PKCS#12 content (RFC 7292) in DER that all common programs and devices read.</summary>
public static class PfxWriter
{

    private static readonly Asn1Tag Explicit = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag Implicit = new(TagClass.ContextSpecific, 0);

    /// <summary>
    /// Writes a PFX: its certificates in one encrypted part, those with a key first, then each key encrypted by itself.
    /// </summary>
    /// <param name="keyPairs">The key pairs, at least one. Each pair's chain is not written unless it is in
    /// <paramref name="otherCertificates"/>.</param>
    /// <param name="otherCertificates">More certificates, such as issuers; doubles are left out.</param>
    /// <param name="password">The password; it may be empty or absent.</param>
    /// <param name="options">The protection; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the call, a key derivation too.</param>
    /// <returns>
    /// The file. In clear it shows what RFC 7292 leaves in clear: algorithms, sizes, and of each certificate with a key the SHA-1
    /// thumbprint, by which key and certificate name each other (localKeyId).
    /// </returns>
    /// <exception cref="ArgumentException">There is no key pair, or an option is out of range.</exception>
    /// <exception cref="ObjectDisposedException">A private key or the password was disposed.</exception>
    public static byte[] Write(IReadOnlyList<PfxKeyPair> keyPairs, IReadOnlyList<CertificateInfo> otherCertificates,
        SecretText password, PfxWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new PfxWriteOptions();
        Check(Guard.NotNull(keyPairs), options);
        var written = new HashSet<string>();
        var pairs = keyPairs.Where(pair => written.Add(pair.Certificate.ThumbprintSha256)).ToList();
        var others = Guard.NotNull(otherCertificates).Where(other => written.Add(other.ThumbprintSha256)).ToList();

        using var protector = new PfxProtector(Guard.NotNull(password), options, cancellationToken);
        var parts = new AsnWriter(AsnEncodingRules.DER);
        using (parts.PushSequence())
        {
            WriteEncrypted(parts, WriteCertificates(pairs, others, options), protector);
            WriteData(parts, WriteKeys(pairs, protector));
        }

        return WriteOuter(parts.Encode(), protector);
    }

    private static void Check(IReadOnlyList<PfxKeyPair> keyPairs, PfxWriteOptions options)
    {
        if (keyPairs.Count == 0)
        {
            throw new ArgumentException("There is no key pair to write.", nameof(keyPairs));
        }

        if (options.Iterations is < 1 or > PfxWriteOptions.MaxIterations)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The iterations must be between 1 and {PfxWriteOptions.MaxIterations:N0}."),
                nameof(options));
        }

        if (options.Encryption is not (SmimePfxEncryption.TripleDesSha1 or SmimePfxEncryption.Aes256Sha256))
        {
            throw new ArgumentException("There is no such encryption.", nameof(options));
        }
    }

    private static byte[] WriteCertificates(List<PfxKeyPair> pairs, List<CertificateInfo> others, PfxWriteOptions options)
    {
        var contents = new AsnWriter(AsnEncodingRules.DER);
        using (contents.PushSequence())
        {
            foreach (var pair in pairs)
            {
                var name = options.IncludeFriendlyNames ? pair.FriendlyName : null;
                PfxBagWriter.WriteCertificate(contents, pair.Certificate, hasKey: true, name);
            }

            foreach (var certificate in others)
            {
                PfxBagWriter.WriteCertificate(contents, certificate, hasKey: false, friendlyName: null);
            }
        }

        return EncodeAndClear(contents);
    }

    private static byte[] WriteKeys(List<PfxKeyPair> pairs, PfxProtector protector)
    {
        var contents = new AsnWriter(AsnEncodingRules.DER);
        using (contents.PushSequence())
        {
            foreach (var pair in pairs)
            {
                PfxBagWriter.WriteKey(contents, pair, protector);
            }
        }

        return contents.Encode();
    }

    // ContentInfo with EncryptedData (RFC 2315 section 13).
    private static void WriteEncrypted(AsnWriter parts, byte[] contents, PfxProtector protector)
    {
        try
        {
            using (parts.PushSequence())
            {
                parts.WriteObjectIdentifier(PfxParser.EncryptedData);
                using (parts.PushSequence(Explicit))
                using (parts.PushSequence())
                {
                    parts.WriteInteger(0);
                    using (parts.PushSequence())
                    {
                        parts.WriteObjectIdentifier(PfxParser.Data);
                        var encrypted = protector.Encrypt(parts, contents);
                        parts.WriteOctetString(encrypted, Implicit);
                    }
                }
            }
        }
        finally
        {
            SecretBytes.Zero(contents);
        }
    }

    // ContentInfo with Data (RFC 2315 section 8).
    private static void WriteData(AsnWriter parts, byte[] contents)
    {
        using (parts.PushSequence())
        {
            parts.WriteObjectIdentifier(PfxParser.Data);
            using (parts.PushSequence(Explicit))
            {
                parts.WriteOctetString(contents);
            }
        }
    }

    private static byte[] WriteOuter(byte[] authenticatedSafe, PfxProtector protector)
    {
        var file = new AsnWriter(AsnEncodingRules.DER);
        using (file.PushSequence())
        {
            file.WriteInteger(3);
            WriteData(file, authenticatedSafe);
            protector.WriteMac(file, authenticatedSafe);
        }

        return file.Encode();
    }

    // Resetting overwrites the writer's buffer.
    private static byte[] EncodeAndClear(AsnWriter writer)
    {
        var encoded = writer.Encode();
        writer.Reset();
        return encoded;
    }
}
