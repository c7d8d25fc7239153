using System.Collections.Generic;
using System.Linq;
using System;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Formats;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Tells the forms of a public key file apart and reads the one key in it.</summary>
internal static class PublicKeyParser
{
    /// <summary>
    /// The largest content looked at, in bytes. A key of 16384 bits takes 4 KB, a certificate chain with notes some 20 KB.
    /// </summary>
    public const int MaximumContentLength = 1024 * 1024;

    /// <summary>The most PEM blocks looked at: each one without an end line costs a search of the whole text.</summary>
    internal const int MaximumBlocks = 64;

    private const string Wanted =
        "Expected is the connector's RSA public key as PEM (PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE), as DER, or as CNG "
        + "RSAPUBLICBLOB.";

    /// <summary>Reads <paramref name="content"/>.</summary>
    /// <exception cref="KeyProtectionException">There is no usable RSA public key in it.</exception>
    public static ConnectorPublicKey Parse(byte[] content, string source)
    {
        if (content.Length == 0)
        {
            throw NotRecognized(source, "is empty.");
        }

        if (content.Length > MaximumContentLength)
        {
            throw NotRecognized(source, $"is larger than {MaximumContentLength / 1024} KB, which no public key is.");
        }

        using var found = RecognizedContent.Read(content, MaximumBlocks);
        if (found.Blocks.Count > MaximumBlocks)
        {
            throw NotRecognized(source, $"holds more than {MaximumBlocks} PEM blocks.");
        }

        return found.Kind == ContentKind.Pem ? ParsePem(found.Blocks, source) : ParseBinary(found, source);
    }

    private static ConnectorPublicKey ParseBinary(RecognizedContent content, string source) => content.Kind switch
    {
        ContentKind.CngPrivateKey => throw PrivateKey(source, "a CNG private key blob"),
        ContentKind.PrivateKey or ContentKind.EncryptedPrivateKey => throw PrivateKey(source, "a private key in DER"),
        ContentKind.Pfx => throw PrivateKey(source, "a PFX file (PKCS#12)"),
        ContentKind.PublicKey or ContentKind.Certificate => Create(Read(content.Bytes, source, "the DER structure"), source),
        ContentKind.CngPublicKey => ParseBlob(content.Bytes, source),
        _ => throw NotRecognized(source, "is in no known form."),
    };

    private static ConnectorPublicKey ParseBlob(byte[] blob, string source)
    {
        try
        {
            var (modulus, exponent) = CngRsaBlob.Read(blob);
            return ConnectorPublicKey.Create(modulus, exponent, source);
        }
        catch (FormatException exception)
        {
            throw NotRecognized(source, $"starts as a CNG RSAPUBLICBLOB, but {exception.Message}.", exception);
        }
    }

    private static ConnectorPublicKey ParsePem(IReadOnlyList<RecognizedBlock> blocks, string source)
    {
        if (blocks.FirstOrDefault(block => block.Label.Contains("PRIVATE KEY"))?.Label is { } label)
        {
            throw PrivateKey(source, $"a PEM block {label}");
        }

        var found = blocks
            .Where(block => block.Label is "PUBLIC KEY" or "RSA PUBLIC KEY" or "CERTIFICATE" or "X509 CERTIFICATE")
            .Select(block => ReadBlock(block, source)).ToList();
        if (found.Count == 0)
        {
            var labels = string.Join(", ", blocks.Select(block => block.Label).Distinct().Take(3));
            throw NotRecognized(source, $"holds no public key, only {labels}.");
        }

        // A certificate is often saved with its chain. The issuers' keys are not the connector's.
        var keys = found
            .Where(candidate => !found.Any(other => other != candidate && IsIssuedBy(other, candidate)))
            .GroupBy(candidate => Convert.ToBase64String(candidate.SubjectPublicKeyInfo))
            .ToList();
        if (keys.Count != 1)
        {
            throw NotRecognized(
                source, "holds several different public keys. Keep the one whose private half the connectors have.");
        }

        return Create(keys[0].First(), source);
    }

    private static FoundPublicKey ReadBlock(RecognizedBlock block, string source) => block switch
    {
        { Bytes: null } => throw NotRecognized(source, $"has a damaged PEM block {block.Label}."),
        { Kind: ContentKind.PublicKey or ContentKind.Certificate } => Read(block.Bytes, source, $"the PEM block {block.Label}"),
        { Kind: ContentKind.PrivateKey or ContentKind.EncryptedPrivateKey or ContentKind.Pfx } =>
            throw PrivateKey(source, "a private key in PEM " + block.Label),
        _ => throw NotRecognized(source, $"has a PEM block {block.Label} whose content is none."),
    };

    private static bool IsIssuedBy(FoundPublicKey candidate, FoundPublicKey issuer) =>
        candidate.Names is { } names && issuer.Names is { } issuerNames
        && !names.Issuer.AsSpan().SequenceEqual(names.Subject)
        && names.Issuer.AsSpan().SequenceEqual(issuerNames.Subject);

    private static FoundPublicKey Read(byte[] der, string source, string what)
    {
        try
        {
            return RsaPublicKeyDer.Read(der);
        }
        catch (DerException exception)
        {
            throw NotRecognized(source, $"is damaged: {what} cannot be read to its end.", exception);
        }
    }

    private static ConnectorPublicKey Create(FoundPublicKey found, string source)
    {
        try
        {
            var (modulus, exponent, other) = RsaPublicKeyDer.ReadRsa(found.SubjectPublicKeyInfo);
            if (other is not null)
            {
                throw new KeyProtectionException(KeyProtectionErrorKind.PublicKeyNotRsa,
                    $"The public key '{source}' is {other}. The connector decrypts passwords with an RSA key: export that key's "
                    + "public half.", source);
            }

            if (IsNegative(modulus.Span) || IsNegative(exponent.Span))
            {
                throw new KeyProtectionException(KeyProtectionErrorKind.PublicKeyWeak,
                    $"The public key '{source}' has a negative number in it and is malformed. Export the connector's RSA key "
                    + "again.", source);
            }

            return ConnectorPublicKey.Create(modulus.ToArray(), exponent.ToArray(), source);
        }
        catch (DerException exception)
        {
            throw NotRecognized(source, "is damaged: the key in it cannot be read to its end.", exception);
        }
    }

    private static bool IsNegative(ReadOnlySpan<byte> integer) => (integer[0] & 0x80) != 0;

    private static KeyProtectionException PrivateKey(string source, string form) => new(
        KeyProtectionErrorKind.PublicKeyNotRecognized,
        $"'{source}' holds {form}: that is private key material, and the public key belongs here. Move it to a safe place, "
        + "since whoever has the connector's private key can open every user's PFX, and export the public half instead.", source);

    private static KeyProtectionException NotRecognized(string source, string problem, Exception? cause = null) =>
        new(KeyProtectionErrorKind.PublicKeyNotRecognized, $"The public key file '{source}' {problem} {Wanted}", source, cause);
}
