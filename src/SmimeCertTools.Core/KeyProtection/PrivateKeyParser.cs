using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Tells the forms of a private key file apart and reads the one key in it.</summary>
internal sealed class PrivateKeyParser : IDisposable
{
    private const int MaximumContentLength = PublicKeyParser.MaximumContentLength;
    private const int MaximumBlocks = PublicKeyParser.MaximumBlocks;
    private const string EncryptedLabel = "ENCRYPTED PRIVATE KEY";

    private readonly List<byte[]> _scratch = [];
    private readonly SecretText _password;
    private readonly string _source;
    private readonly PrivateKeyErrors _errors;

    private PrivateKeyParser(SecretText password, string source)
    {
        _password = password;
        _source = source;
        _errors = new PrivateKeyErrors(source);
    }

    /// <summary>Reads <paramref name="content"/>; the result is a PKCS#8 PrivateKeyInfo whose numbers were checked.</summary>
    /// <exception cref="KeyProtectionException">There is no usable RSA private key in it, or the password is wrong.</exception>
    /// <exception cref="PfxException">It is a PFX that cannot be opened or used.</exception>
    public static SecretBytes Parse(byte[] content, SecretText password, string source)
    {
        using var parser = new PrivateKeyParser(password, source);
        return parser.Parse(content);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var array in _scratch)
        {
            SecretBytes.Zero(array);
        }
    }

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

        if (TryParseBinary(content, isText: false) is { } key)
        {
            return key;
        }

        using var text = KeyText.Decode(content);
        var blocks = text.Blocks().Take(MaximumBlocks + 1).ToList();
        if (blocks.Count > MaximumBlocks)
        {
            throw _errors.NotRecognized($"holds more than {MaximumBlocks} PEM blocks.");
        }

        if (blocks.Count > 0)
        {
            return ParsePem(text, blocks);
        }

        if (text.TryReadBase64() is { Length: > 0 } decoded)
        {
            _scratch.Add(decoded);
            if (TryParseBinary(decoded, isText: false) is { } decodedKey)
            {
                return decodedKey;
            }
        }

        throw _errors.NotRecognized("is in no known form.");
    }

    private SecretBytes? TryParseBinary(byte[] content, bool isText)
    {
        if (CngRsaBlob.IsPublic(content))
        {
            throw _errors.PublicInstead("a CNG public key blob");
        }

        if (CngRsaBlob.IsPrivate(content))
        {
            return ReadBlob(content);
        }

        // Text may begin with the same character; but not go on with the long length that a key of this size has.
        if (content[0] != DerTag.Sequence || content.Length < 2 || content[1] < 0x80)
        {
            return null;
        }

        return IsPfx(content) ? ReadPfx(content) : ReadDer(content, isText);
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
        using var contents = PfxReader.Open(content, _password, new PfxReadOptions { Path = _source });
        return Check(PfxKeyPairs.Single(contents, _source).PrivateKey.DangerousGetArray());
    }

    private SecretBytes ReadDer(byte[] content, bool isText)
    {
        try
        {
            var der = BerNormalizer.Normalize(content, _scratch, out var consumed);
            switch (PrivateKeyDer.Classify(der))
            {
                case PrivateKeyDerContent.Encrypted when consumed < content.Length:
                    throw _errors.Damaged($"{content.Length - consumed} bytes follow its end");
                case PrivateKeyDerContent.Encrypted:
                    return Check(PrivateKeyDer.Decrypt(der, _password, _scratch, _errors));
                case PrivateKeyDerContent.Clear:
                    throw _errors.Unencrypted(isText ? "PEM" : "DER", isText);
                case PrivateKeyDerContent.PublicKey:
                    throw _errors.PublicInstead("a public key");
                case PrivateKeyDerContent.Certificate:
                    throw _errors.PublicInstead("a certificate");
                case PrivateKeyDerContent.Pkcs7:
                    throw _errors.PublicInstead("a PKCS#7 file");
                default:
                    throw _errors.NotRecognized("is in no known form.");
            }
        }
        catch (DerException exception)
        {
            throw From(exception);
        }
    }

    private SecretBytes ParsePem(KeyText text, List<PemBlock> blocks)
    {
        foreach (var block in blocks)
        {
            if (block.Label != EncryptedLabel && block.Label.Contains("PRIVATE KEY"))
            {
                throw text.HasEncryptionHeader(block)
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

        byte[] der;
        try
        {
            der = text.Read(keys[0]);
        }
        catch (FormatException exception)
        {
            throw _errors.Damaged($"its PEM block {EncryptedLabel} has no end or is no base64", exception);
        }

        _scratch.Add(der);
        return der.Length > 0 && TryParseBinary(der, isText: true) is { } key
            ? key
            : throw _errors.Damaged($"the content of its PEM block {EncryptedLabel} is none");
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

    // SEQUENCE { INTEGER 3, … (RFC 7292 section 4): no other key file has that version.
    private static bool IsPfx(ReadOnlySpan<byte> content)
    {
        var start = content[1] == 0x80 ? 2 : 2 + (content[1] & 0x7F);
        return content.Length >= start + 3 && content.Slice(start).StartsWith((ReadOnlySpan<byte>)[DerTag.Integer, 1, 3]);
    }
}
