using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Formats;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Tells the forms of a private key file apart and reads the one key in it.</summary>
internal sealed class PrivateKeyParser(SecretText password, string source, CancellationToken cancellationToken) : IDisposable
{
    private const int MaximumContentLength = PublicKeyParser.MaximumContentLength;
    private const int MaximumBlocks = PublicKeyParser.MaximumBlocks;
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    private readonly List<byte[]> _scratch = [];
    private readonly PrivateKeyErrors _errors = new(source);

    /// <summary>Reads <paramref name="content"/>; the result is a PKCS#8 PrivateKeyInfo whose numbers were checked.</summary>
    /// <exception cref="KeyProtectionException">There is no usable RSA private key in it, or the password is wrong.</exception>
    /// <exception cref="PfxException">It is a PFX that cannot be opened or used.</exception>
    public static SecretBytes Parse(
        byte[] content, SecretText password, string source, CancellationToken cancellationToken)
    {
        using var parser = new PrivateKeyParser(password, source, cancellationToken);
        return parser.Parse(content);
    }

    /// <inheritdoc/>
    public void Dispose() => SecretBytes.Zero(_scratch);

    private SecretBytes Parse(byte[] content)
    {
        if (content.Length == 0)
        {
            throw _errors.NotRecognized("is empty.");
        }

        if (content.Length > MaximumContentLength)
        {
            throw _errors.NotRecognized($"is larger than {MaximumContentLength / 1024} KB, which no private key is.");
        }

        using var found = RecognizedContent.Read(content, MaximumBlocks);
        if (found.Blocks.Count > MaximumBlocks)
        {
            throw _errors.NotRecognized($"holds more than {MaximumBlocks} PEM blocks.");
        }

        return found.Kind == ContentKind.Pem ? ParsePem(found.Blocks) : ParseBinary(found.Kind, found.Bytes, isText: false);
    }

    private SecretBytes ParseBinary(ContentKind kind, byte[] content, bool isText) => kind switch
    {
        ContentKind.CngPublicKey => throw _errors.PublicInstead("a CNG public key blob"),
        ContentKind.PublicKey => throw _errors.PublicInstead("a public key"),
        ContentKind.Certificate => throw _errors.PublicInstead("a certificate"),
        ContentKind.SignedData or ContentKind.Pkcs7 => throw _errors.PublicInstead("a PKCS#7 file"),
        ContentKind.CngPrivateKey => ReadBlob(content),
        ContentKind.Pfx => ReadPfx(content),
        ContentKind.EncryptedPrivateKey => ReadEncrypted(content),
        ContentKind.PrivateKey => throw _errors.Unencrypted(isText ? "PEM" : "DER", isText),
        _ => throw Unknown(kind, content),
    };

    private KeyProtectionException Unknown(ContentKind kind, byte[] content)
    {
        if (kind == ContentKind.Asn1 && content.Length > 1)
        {
            // That it is broken tells more than that it is unknown.
            Normalize(content, out _);
        }

        return _errors.NotRecognized("is in no known form.");
    }

    private SecretBytes ReadBlob(byte[] content)
    {
        var numbers = default(RSAParameters);
        try
        {
            numbers = CngRsaBlob.ReadPrivate(content);
            using var info = RsaPrivateKeyInfo.Write(numbers);
            return Check(info.DangerousGetArray());
        }
        catch (FormatException exception)
        {
            throw _errors.Damaged($"it starts as a CNG private key blob, but {exception.Message}", exception);
        }
        finally
        {
            RsaPrivateKeyInfo.Zero(numbers);
        }
    }

    private SecretBytes ReadPfx(byte[] content)
    {
        using var contents = PfxReader.Open(content, password, new PfxReadOptions { Path = source }, cancellationToken);
        return Check(PfxKeyPairs.Single(contents, source).PrivateKey.DangerousGetArray());
    }

    private SecretBytes ReadEncrypted(byte[] content)
    {
        var der = Normalize(content, out var consumed);
        try
        {
            return consumed < content.Length
                ? throw _errors.Damaged($"{content.Length - consumed} bytes follow its end")
                : Check(PrivateKeyDer.Decrypt(der, password, _scratch, _errors, cancellationToken));
        }
        catch (DerException exception)
        {
            throw From(exception);
        }
    }

    private ReadOnlyMemory<byte> Normalize(byte[] content, out int consumed)
    {
        try
        {
            return BerNormalizer.Normalize(content, _scratch, out consumed);
        }
        catch (DerException exception)
        {
            throw From(exception);
        }
    }

    private SecretBytes ParsePem(IReadOnlyList<RecognizedBlock> blocks)
    {
        foreach (var block in blocks)
        {
            if (block.Label != EncryptedLabel && block.Label.Contains("PRIVATE KEY"))
            {
                throw block.HasEncryptionHeader
                    ? _errors.LegacyPem()
                    : block.Label.StartsWith("OPENSSH", StringComparison.Ordinal)
                        ? _errors.NotRecognized("holds a key in OpenSSH's own form.")
                        : _errors.Unencrypted("PEM " + block.Label, isText: true);
            }
        }

        var keys = blocks.Where(block => block.Label == EncryptedLabel).ToList();
        if (keys.Count != 1)
        {
            var labels = string.Join(", ", blocks.Select(block => block.Label).Distinct().Take(3));
            throw keys.Count > 1
                ? _errors.NotRecognized("holds several private keys. Keep the connector's alone.")
                : _errors.NotRecognized($"holds no private key, only {labels}.");
        }

        return keys[0] switch
        {
            { Bytes: null } => throw _errors.Damaged($"its PEM block {EncryptedLabel} has no end or is no base64"),
            { Kind: ContentKind.Empty or ContentKind.Unknown or ContentKind.Text } =>
                throw _errors.Damaged($"the content of its PEM block {EncryptedLabel} is none"),
            { Kind: var kind, Bytes: var bytes } => ParseBinary(kind, bytes, isText: true),
        };
    }

    /// <summary>Checks a PrivateKeyInfo and writes it anew, without what does not belong to the key.</summary>
    private SecretBytes Check(ReadOnlyMemory<byte> info)
    {
        try
        {
            return PrivateKeyDer.Check(info, _errors);
        }
        catch (DerException exception)
        {
            throw From(exception);
        }
    }

    private KeyProtectionException From(DerException fault) => fault.Fault switch
    {
        DerFault.Truncated => _errors.CutOff(),
        DerFault.TooDeep => _errors.LimitExceeded(),
        _ => _errors.Damaged("its structure cannot be read"),
    };
}
