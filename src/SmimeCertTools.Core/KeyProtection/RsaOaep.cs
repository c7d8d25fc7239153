using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>RSA-OAEP (RFC 8017 section 7.1) with one hash for the label and for MGF1, and an empty label.</summary>
internal static class RsaOaep
{
    private static readonly Dictionary<UserPfxPaddingScheme, (int Length, RSAEncryptionPadding Native, Func<IDigest> Digest)>
        Schemes = new()
        {
            [UserPfxPaddingScheme.OaepSha256] = (32, RSAEncryptionPadding.OaepSHA256, () => new Sha256Digest()),
            [UserPfxPaddingScheme.OaepSha384] = (48, RSAEncryptionPadding.OaepSHA384, () => new Sha384Digest()),
            [UserPfxPaddingScheme.OaepSha512] = (64, RSAEncryptionPadding.OaepSHA512, () => new Sha512Digest()),
        };

    /// <summary>Whether <paramref name="padding"/> is a scheme that Intune accepts in new records.</summary>
    public static bool IsSupported(UserPfxPaddingScheme padding) => Schemes.ContainsKey(padding);

    /// <summary>The length of the scheme's hash in bytes.</summary>
    public static int HashLength(UserPfxPaddingScheme padding) => Schemes[padding].Length;

    /// <summary>Encrypts <paramref name="plaintext"/>, which fits the key.</summary>
    public static byte[] Encrypt(ConnectorPublicKey key, UserPfxPaddingScheme padding, byte[] plaintext)
    {
#if NET
        // An RSA object per call: making one costs microseconds, and its instance members are not promised to be thread-safe.
        using var rsa = RSA.Create(new RSAParameters { Modulus = key.Modulus, Exponent = key.Exponent });
        return rsa.Encrypt(plaintext, NativePadding(padding));
#else
        // .NET Framework's RSA.Create() refuses OAEP with SHA-2, and RSACng would tie this build to Windows.
        return EncryptPortably(key, padding, plaintext);
#endif
    }

    /// <summary>The same with BouncyCastle. It is part of every build so that tests can hold it against the platform's.</summary>
    internal static byte[] EncryptPortably(ConnectorPublicKey key, UserPfxPaddingScheme padding, byte[] plaintext)
    {
        var parameters = new RsaKeyParameters(isPrivate: false, new BigInteger(1, key.Modulus), new BigInteger(1, key.Exponent));
        var oaep = new OaepEncoding(new RsaEngine(), CreateDigest(padding), CreateDigest(padding), encodingParams: null);
        oaep.Init(forEncryption: true, new ParametersWithRandom(parameters, new SecureRandom()));
        return oaep.ProcessBlock(plaintext, 0, plaintext.Length);
    }

    /// <summary>
    /// Decrypts; null when it was not encrypted for this key with this padding. The caller overwrites the result.
    /// </summary>
    public static byte[]? Decrypt(in RSAParameters key, UserPfxPaddingScheme padding, byte[] encrypted)
    {
#if NET
        using var rsa = RSA.Create(key);
        try
        {
            return rsa.Decrypt(encrypted, NativePadding(padding));
        }
        catch (CryptographicException)
        {
            return null;
        }
#else
        return DecryptPortably(key, padding, encrypted);
#endif
    }

    /// <summary>The same with BouncyCastle, whose copies of the key cannot be overwritten.</summary>
    internal static byte[]? DecryptPortably(in RSAParameters key, UserPfxPaddingScheme padding, byte[] encrypted)
    {
        var parameters = new RsaPrivateCrtKeyParameters(new BigInteger(1, key.Modulus!), new BigInteger(1, key.Exponent!),
            new BigInteger(1, key.D!), new BigInteger(1, key.P!), new BigInteger(1, key.Q!), new BigInteger(1, key.DP!),
            new BigInteger(1, key.DQ!), new BigInteger(1, key.InverseQ!));
        var oaep = new OaepEncoding(new RsaBlindedEngine(), CreateDigest(padding), CreateDigest(padding), encodingParams: null);
        try
        {
            oaep.Init(forEncryption: false, parameters);
            return oaep.ProcessBlock(encrypted, 0, encrypted.Length);
        }
        catch (CryptoException)
        {
            return null;
        }
    }

    /// <summary>The platform's name of the scheme.</summary>
    internal static RSAEncryptionPadding NativePadding(UserPfxPaddingScheme padding) => Schemes[padding].Native;

    private static IDigest CreateDigest(UserPfxPaddingScheme padding) => Schemes[padding].Digest();
}
