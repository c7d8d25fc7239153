using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>
/// A cipher of an encrypted part: AES and Triple DES by the runtime, what it lacks (RC2, RC4, DES, Camellia, CAST5, SEED) by
/// BouncyCastle. Block ciphers run in CBC mode with the padding of RFC 8018 section 6.1.1.
/// </summary>
internal sealed class CipherKind(
    string name, int keyLength, int blockLength, Func<SymmetricAlgorithm>? native = null, Func<IBlockCipher>? engine = null,
    int effectiveBits = 0)
{
    private static readonly CipherKind Aes192 = new("AES-192-CBC", 24, 16, static () => Aes.Create());

    public static CipherKind Aes128 { get; } = new("AES-128-CBC", 16, 16, static () => Aes.Create());

    public static CipherKind Aes256 { get; } = new("AES-256-CBC", 32, 16, static () => Aes.Create());

    public static CipherKind TripleDes { get; } = new("3DES-CBC", 24, 8, static () => TripleDES.Create());

    public static CipherKind TwoKeyTripleDes { get; } = new("3DES-CBC (two keys)", 16, 8, static () => TripleDES.Create());

    public static CipherKind Des { get; } = new("DES-CBC", 8, 8, engine: static () => new DesEngine());

    // After those that stand in it: fields get their values in the order of the text.
    private static readonly Dictionary<string, CipherKind> ByIdentifier = new()
    {
        ["2.16.840.1.101.3.4.1.2"] = Aes128,
        ["2.16.840.1.101.3.4.1.22"] = Aes192,
        ["2.16.840.1.101.3.4.1.42"] = Aes256,
        ["1.3.14.3.2.7"] = Des,
        ["1.2.392.200011.61.1.1.1.2"] = new("Camellia-128-CBC", 16, 16, engine: static () => new CamelliaEngine()),
        ["1.2.392.200011.61.1.1.1.3"] = new("Camellia-192-CBC", 24, 16, engine: static () => new CamelliaEngine()),
        ["1.2.392.200011.61.1.1.1.4"] = new("Camellia-256-CBC", 32, 16, engine: static () => new CamelliaEngine()),
        ["1.2.410.200004.1.4"] = new("SEED-CBC", 16, 16, engine: static () => new SeedEngine()),
    };

    /// <summary>The name shown to people.</summary>
    public string Name => name;

    /// <summary>Length of the key in bytes.</summary>
    public int KeyLength => keyLength;

    /// <summary>Length of a block and of the initial value in bytes; 0 for a stream cipher.</summary>
    public int BlockLength => blockLength;

    /// <summary>AES with a key of <paramref name="keyLength"/> bytes, or null.</summary>
    public static CipherKind? AesOf(int keyLength) =>
        keyLength switch { 16 => Aes128, 24 => Aes192, 32 => Aes256, _ => null };

    /// <summary>RC4 with a key of <paramref name="bits"/>.</summary>
    public static CipherKind Rc4(int bits) => new("RC4-" + bits, bits / 8, 0);

    /// <summary>RC2 (RFC 2268) with a key of <paramref name="keyLength"/> bytes and <paramref name="effectiveBits"/>.</summary>
    public static CipherKind Rc2(int keyLength, int effectiveBits) =>
        new("RC2-" + effectiveBits + "-CBC", keyLength, 8, engine: static () => new RC2Engine(), effectiveBits: effectiveBits);

    /// <summary>CAST5 (RFC 2144) with a key of <paramref name="keyLength"/> bytes.</summary>
    public static CipherKind Cast5(int keyLength) => new("CAST5-CBC", keyLength, 8, engine: static () => new Cast5Engine());

    /// <summary>The cipher with this object identifier and no parameters but an initial value, or null.</summary>
    public static CipherKind? Find(string identifier) => ByIdentifier.TryGetValue(identifier, out var kind) ? kind : null;

    /// <summary>
    /// Decrypts; null when length or padding say that the key is not the right one. The caller overwrites the result.
    /// </summary>
    public byte[]? Decrypt(byte[] key, byte[] iv, ReadOnlyMemory<byte> data, bool keepPadding)
    {
        if (BlockLength == 0)
        {
            return DecryptStream(key, data.ToArray());
        }

        if (data.IsEmpty || data.Length % BlockLength != 0)
        {
            return null;
        }

        var padded = native is null ? DecryptWithEngine(key, iv, data.ToArray()) : DecryptNatively(key, iv, data);
        if (keepPadding)
        {
            return padded;
        }

        var length = padded is null ? -1 : UnpaddedLength(padded);
        var plain = length < 0 ? null : padded.AsSpan(0, length).ToArray();
        if (padded is not null)
        {
            SecretBytes.Zero(padded);
        }

        return plain;
    }

    /// <summary>Encrypts and pads. For the ciphers of the runtime only: no others are written.</summary>
    /// <exception cref="NotSupportedException">The cipher is not the runtime's.</exception>
    public byte[] Encrypt(byte[] key, byte[] iv, byte[] plain)
    {
        using var algorithm = native?.Invoke() ?? throw new NotSupportedException(Name + " is read only.");
        algorithm.Mode = CipherMode.CBC;
        algorithm.Padding = PaddingMode.PKCS7;
        algorithm.Key = key;
#if NET
        return algorithm.EncryptCbc(plain, iv, PaddingMode.PKCS7);
#else
        algorithm.IV = iv;
        using var transform = algorithm.CreateEncryptor();
        return transform.TransformFinalBlock(plain, 0, plain.Length);
#endif
    }

    private static byte[] DecryptStream(byte[] key, byte[] data)
    {
        var engine = new RC4Engine();
        engine.Init(false, new KeyParameter(key));
        var plain = new byte[data.Length];
        engine.ProcessBytes(data, 0, data.Length, plain, 0);
        return plain;
    }

    private byte[] DecryptWithEngine(byte[] key, byte[] iv, byte[] data)
    {
        var cipher = new CbcBlockCipher(engine!());
        ICipherParameters parameters = effectiveBits > 0 ? new RC2Parameters(key, effectiveBits) : new KeyParameter(key);
        cipher.Init(false, new ParametersWithIV(parameters, iv));
        var plain = new byte[data.Length];
        for (var at = 0; at < data.Length; at += BlockLength)
        {
            cipher.ProcessBlock(data, at, plain, at);
        }

        return plain;
    }

    private byte[]? DecryptNatively(byte[] key, byte[] iv, ReadOnlyMemory<byte> data)
    {
        using var algorithm = native!();
        var fullKey = key;
        if (ReferenceEquals(this, TwoKeyTripleDes))
        {
            fullKey = new byte[24];
            key.CopyTo(fullKey, 0);
            Buffer.BlockCopy(key, 0, fullKey, 16, 8);
        }

        try
        {
            algorithm.Mode = CipherMode.CBC;
            algorithm.Padding = PaddingMode.None;
            if (!TrySetKey(algorithm, fullKey))
            {
                return null;
            }
#if NET
            return algorithm.DecryptCbc(data.Span, iv, PaddingMode.None);
#else
            algorithm.IV = iv;
            using var transform = algorithm.CreateDecryptor();
            return transform.TransformFinalBlock(data.ToArray(), 0, data.Length);
#endif
        }
        finally
        {
            if (!ReferenceEquals(fullKey, key))
            {
                SecretBytes.Zero(fullKey);
            }
        }
    }

    // The runtime refuses the few weak DES and Triple DES keys; a derivation yields one only for a wrong password. What it
    // refuses of other ciphers is no fault of the key.
    private static bool TrySetKey(SymmetricAlgorithm algorithm, byte[] key)
    {
        try
        {
            algorithm.Key = key;
            return true;
        }
        catch (CryptographicException) when (algorithm is DES or TripleDES)
        {
            return false;
        }
    }

    private int UnpaddedLength(byte[] padded)
    {
        int count = padded[padded.Length - 1];
        if (count < 1 || count > BlockLength)
        {
            return -1;
        }

        for (var i = padded.Length - count; i < padded.Length; i++)
        {
            if (padded[i] != count)
            {
                return -1;
            }
        }

        return padded.Length - count;
    }
}
