using System;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>The encryption of one part: a cipher, and how its key and initial value come from the password.</summary>
internal sealed class EncryptionScheme(
    string name, CipherKind cipherKind, Derivation keyDerivation, Derivation? valueDerivation, byte[]? fixedValue = null)
{
    // No cipher here takes a longer key.
    private const int MaxKeyLength = 1024;

    /// <summary>The scheme by name, such as <c>PBES1 3DES-CBC (SHA-1)</c>.</summary>
    public string Name => name;

    /// <summary>Iterations of its key derivation.</summary>
    public int Iterations => keyDerivation.Iterations;

    /// <summary>Whether two forms of the password are the same to this scheme.</summary>
    public bool IsSame(PasswordForm one, PasswordForm other)
    {
        var usesPkcs12 = keyDerivation.Kind == DerivationKind.Pkcs12;
        return (usesPkcs12 ? one.Pkcs12 : one.Pkcs5).AsSpan().SequenceEqual(usesPkcs12 ? other.Pkcs12 : other.Pkcs5);
    }

    /// <summary>
    /// Decrypts; null when the password is not the right one as far as the padding tells. The caller overwrites the result.
    /// </summary>
    /// <param name="data">What is encrypted.</param>
    /// <param name="form">The password.</param>
    /// <param name="deriver">Derives the key.</param>
    /// <param name="keepPadding">Whether the padding is neither checked nor removed.</param>
    /// <exception cref="Exception">The derivation exceeds the limits.</exception>
    public byte[]? Decrypt(ReadOnlyMemory<byte> data, PasswordForm form, KeyDeriver deriver, bool keepPadding = false)
    {
        var key = deriver.Derive(keyDerivation, form);
        if (keyDerivation.Kind == DerivationKind.Pbkdf1)
        {
            return DecryptWithHalves(key, data, keepPadding);
        }

        var initialValue = valueDerivation is null ? fixedValue ?? [] : deriver.Derive(valueDerivation, form);
        return cipherKind.Decrypt(key, initialValue, data, keepPadding);
    }

    /// <summary>Reads an AlgorithmIdentifier and its parameters.</summary>
    /// <exception cref="DerException">The parameters are broken.</exception>
    /// <exception cref="Exception">The algorithm is not supported, or asks for too much.</exception>
    public static EncryptionScheme Read(DerReader algorithm, KeyDeriver deriver, IAlgorithmErrors errors)
    {
        var identifier = algorithm.ReadIdentifier();
        return identifier switch
        {
            "1.2.840.113549.1.5.13" => ReadPbes2(algorithm.EnterSequence(), deriver, errors),
            "1.2.840.113549.1.12.1.1" => ReadPkcs12(algorithm, CipherKind.Rc4(128), deriver),
            "1.2.840.113549.1.12.1.2" => ReadPkcs12(algorithm, CipherKind.Rc4(40), deriver),
            "1.2.840.113549.1.12.1.3" => ReadPkcs12(algorithm, CipherKind.TripleDes, deriver),
            "1.2.840.113549.1.12.1.4" => ReadPkcs12(algorithm, CipherKind.TwoKeyTripleDes, deriver),
            "1.2.840.113549.1.12.1.5" => ReadPkcs12(algorithm, CipherKind.Rc2(16, 128), deriver),
            "1.2.840.113549.1.12.1.6" => ReadPkcs12(algorithm, CipherKind.Rc2(5, 40), deriver),
            "1.2.840.113549.1.5.3" => ReadPbkdf1(algorithm, CipherKind.Des, DigestKind.Md5, deriver),
            "1.2.840.113549.1.5.6" => ReadPbkdf1(algorithm, CipherKind.Rc2(8, 64), DigestKind.Md5, deriver),
            "1.2.840.113549.1.5.10" => ReadPbkdf1(algorithm, CipherKind.Des, DigestKind.Sha1, deriver),
            "1.2.840.113549.1.5.11" => ReadPbkdf1(algorithm, CipherKind.Rc2(8, 64), DigestKind.Sha1, deriver),
            _ => throw errors.Unsupported("the encryption algorithm " + identifier),
        };
    }

    private static EncryptionScheme ReadPkcs12(DerReader algorithm, CipherKind cipher, KeyDeriver deriver)
    {
        var parameters = algorithm.EnterSequence();
        var salt = deriver.ReadSalt(ref parameters);
        var iterations = deriver.ReadIterations(ref parameters);
        parameters.Finish();
        var key = new Derivation(DerivationKind.Pkcs12, DigestKind.Sha1, salt, iterations, cipher.KeyLength, Pkcs12Kdf.Key);
        var initialValue = cipher.BlockLength == 0
            ? null : key with { Length = cipher.BlockLength, Purpose = Pkcs12Kdf.InitialValue };
        return new("PBES1 " + cipher.Name + " (SHA-1)", cipher, key, initialValue);
    }

    private static EncryptionScheme ReadPbkdf1(DerReader algorithm, CipherKind cipher, DigestKind digest, KeyDeriver deriver)
    {
        var parameters = algorithm.EnterSequence();
        var salt = deriver.ReadSalt(ref parameters);
        var iterations = deriver.ReadIterations(ref parameters);
        parameters.Finish();
        var name = "PBES1 " + cipher.Name + (digest == DigestKind.Md5 ? " (MD5)" : " (SHA-1, PKCS#5)");
        return new(name, cipher, new Derivation(DerivationKind.Pbkdf1, digest, salt, iterations, digest.Size), null);
    }

    private static EncryptionScheme ReadPbes2(DerReader parameters, KeyDeriver deriver, IAlgorithmErrors errors)
    {
        var derivation = parameters.EnterSequence();
        var encryption = parameters.EnterSequence();
        parameters.Finish();

        var (key, keyLength, keyName) = ReadDerivation(derivation, deriver, errors);
        var (cipher, initialValue) = ReadCipher(encryption, keyLength, errors);

        // NSS before 3.31 named AES-128 whatever the key length was.
        cipher = cipher == CipherKind.Aes128 ? CipherKind.AesOf(keyLength) ?? cipher : cipher;
        if (keyLength != 0 && keyLength != cipher.KeyLength)
        {
            throw new DerException();
        }

        var name = "PBES2 " + cipher.Name + " (" + keyName + ")";
        return new(name, cipher, key with { Length = cipher.KeyLength }, null, initialValue);
    }

    private static (Derivation Key, int KeyLength, string Name) ReadDerivation(
        DerReader algorithm, KeyDeriver deriver, IAlgorithmErrors errors)
    {
        var identifier = algorithm.ReadIdentifier();
        if (identifier == "1.2.840.113549.1.5.12")
        {
            var (key, length) = Pbkdf2Parameters.Read(algorithm.EnterSequence(), deriver, errors);
            return length is < 1 or > MaxKeyLength
                ? throw new DerException() : (key, (int)(length ?? 0), "HMAC-" + key.Digest!.Name);
        }

        if (identifier != "1.3.6.1.4.1.11591.4.11")
        {
            throw errors.Unsupported("the key derivation function " + identifier);
        }

        // RFC 7914 section 7.1.
        var parameters = algorithm.EnterSequence();
        var salt = deriver.ReadSalt(ref parameters);
        var cost = deriver.ReadIterations(ref parameters);
        var blockSize = ReadSmall(ref parameters);
        var parallelism = ReadSmall(ref parameters);
        var keyLength = parameters.NextIs(DerTag.Integer) ? ReadSmall(ref parameters) : 0;
        parameters.Finish();
        if (blockSize > 0xFFFF || parallelism > 0xFFFF)
        {
            throw errors.LimitExceeded(
                "its scrypt parameters ask for more work than any program writes.", "Export the certificate again.");
        }

        if (cost < 2 || (cost & (cost - 1)) != 0 || (blockSize == 1 && cost > 0x8000))
        {
            throw new DerException();
        }

        return (new(DerivationKind.Scrypt, null, salt, cost, 0, 0, blockSize, parallelism), keyLength, "scrypt");
    }

    private static int ReadSmall(ref DerReader reader)
    {
        var value = reader.ReadCount();
        return value < 1 ? throw new DerException() : (int)Math.Min(value, int.MaxValue);
    }

    private static (CipherKind Cipher, byte[] InitialValue) ReadCipher(
        DerReader algorithm, int keyLength, IAlgorithmErrors errors)
    {
        var identifier = algorithm.ReadIdentifier();
        var cipher = identifier == "1.2.840.113549.3.7" ? CipherKind.TripleDes : CipherKind.Find(identifier);
        if (cipher is null)
        {
            return identifier switch
            {
                "1.2.840.113549.3.2" => ReadRc2(algorithm.EnterSequence(), keyLength),
                "1.2.840.113533.7.66.10" => ReadCast5(algorithm),
                _ => throw errors.Unsupported("the cipher " + identifier),
            };
        }

        return (cipher, ReadInitialValue(ref algorithm, cipher));
    }

    // RFC 8018 appendix B.2.3: the version is an encoding of the effective key bits; 58, 120 and 160 stand for 128, 64 and 40.
    private static (CipherKind Cipher, byte[] InitialValue) ReadRc2(DerReader parameters, int keyLength)
    {
        var version = parameters.NextIs(DerTag.Integer) ? parameters.ReadCount() : -1;
        var bits = version switch
        {
            -1 => 32,
            58 => 128,
            120 => 64,
            160 => 40,
            >= 256 and <= 1024 => (int)version,
            _ => throw new DerException(),
        };
        if (keyLength > 128)
        {
            throw new DerException();
        }

        var cipher = CipherKind.Rc2(keyLength == 0 ? bits / 8 : keyLength, bits);
        return (cipher, ReadInitialValue(ref parameters, cipher));
    }

    // RFC 2984: SEQUENCE { iv, keyLength in bits }. BouncyCastle wrote the initial value alone.
    private static (CipherKind Cipher, byte[] InitialValue) ReadCast5(DerReader algorithm)
    {
        if (algorithm.NextIs(DerTag.OctetString))
        {
            var cipher = CipherKind.Cast5(16);
            return (cipher, ReadInitialValue(ref algorithm, cipher));
        }

        var parameters = algorithm.EnterSequence();
        var initialValue = parameters.Read(DerTag.OctetString).ToArray();
        var bits = parameters.ReadCount();
        return initialValue.Length == 8 && bits is >= 40 and <= 128 && bits % 8 == 0
            ? (CipherKind.Cast5((int)bits / 8), initialValue) : throw new DerException();
    }

    private static byte[] ReadInitialValue(ref DerReader reader, CipherKind cipher)
    {
        var value = reader.Read(DerTag.OctetString);
        return value.Length == cipher.BlockLength ? value.ToArray() : throw new DerException();
    }

    // PBES1 of PKCS#5 (RFC 8018 section 6.1.2): the first eight derived bytes are the key, the next eight the initial value.
    private byte[]? DecryptWithHalves(byte[] derived, ReadOnlyMemory<byte> data, bool keepPadding)
    {
        var key = derived.AsSpan(0, 8).ToArray();
        var plain = cipherKind.Decrypt(key, derived.AsSpan(8, 8).ToArray(), data, keepPadding);
        Secrets.SecretBytes.Zero(key);
        return plain;
    }
}
