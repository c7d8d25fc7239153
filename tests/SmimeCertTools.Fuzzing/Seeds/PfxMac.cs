using System;
using System.Collections.Generic;
using System.Text;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>An integrity check of PKCS#12: MacData of RFC 7292, or PBMAC1 of RFC 9579.</summary>
public sealed class PfxMac
{
    private const int Iterations = 2;
    private static readonly byte[] Salt = [8, 7, 6, 5, 4, 3, 2, 1];

    private readonly string _digest;
    private readonly byte[] _algorithm;
    private readonly bool _isPbmac1;
    private readonly string _function;
    private readonly int _keyLength;
    private readonly Dictionary<string, KeyParameter> _derived = [];

    private PfxMac(string digest, string identifier, string? pseudoRandom = null, string? function = null, long? keyLength = 32)
    {
        _digest = digest;
        _function = function ?? digest;
        _keyLength = (int)Math.Clamp(keyLength ?? 32, 1, 64);
        _isPbmac1 = pseudoRandom is not null;
        Name = (_isPbmac1 ? "PBMAC1 " : "HMAC ") + digest;
        _algorithm = pseudoRandom is null
            ? Der.Sequence(Der.Identifier(identifier), Der.Null)
            : Der.Sequence(Der.Identifier("1.2.840.113549.1.5.14"), Der.Sequence(
                Der.Sequence(Der.Identifier("1.2.840.113549.1.5.12"), Der.Sequence(
                    Der.Octets(Salt), Der.Integer(Iterations), keyLength is { } stated ? Der.Integer(stated) : [],
                    Der.Sequence(Der.Identifier(pseudoRandom), Der.Null))),
                Der.Sequence(Der.Identifier(identifier), Der.Null)));
    }

    /// <summary>Every check there is a writer for.</summary>
    public static IReadOnlyList<PfxMac> All { get; } =
    [
        new("SHA-1", "1.3.14.3.2.26"),
        new("SHA-256", "2.16.840.1.101.3.4.2.1"),
        new("SHA-224", "2.16.840.1.101.3.4.2.4"),
        new("SHA-384", "2.16.840.1.101.3.4.2.2"),
        new("SHA-512", "2.16.840.1.101.3.4.2.3"),
        new("SHA3-256", "2.16.840.1.101.3.4.2.8"),
        new("MD5", "1.2.840.113549.2.5"),
        new("SHA-256", "1.2.840.113549.2.9", "1.2.840.113549.2.9"),
        new("SHA-512", "1.2.840.113549.2.11", "1.2.840.113549.2.11"),
    ];

    /// <summary>The check of RFC 7292 with a hash function that BouncyCastle knows by name.</summary>
    public static PfxMac Of(string digest, string identifier) => new(digest, identifier);

    /// <summary>
    /// PBMAC1 that states <paramref name="keyLength"/>, null for none; derived are 1 to 64 bytes, 32 where none are stated.
    /// </summary>
    /// <param name="digest">The hash function of the check, by BouncyCastle's name.</param>
    /// <param name="hmac">The identifier of its HMAC.</param>
    /// <param name="function">The hash function of PBKDF2.</param>
    /// <param name="pseudoRandom">The identifier of its HMAC.</param>
    /// <param name="keyLength">What is stated.</param>
    public static PfxMac Pbmac1(string digest, string hmac, string function, string pseudoRandom, long? keyLength) =>
        new(digest, hmac, pseudoRandom, function, keyLength);

    /// <summary>What it is called in reports.</summary>
    public string Name { get; }

    /// <summary>MacData in DER over <paramref name="content"/>; a null password is the absent one.</summary>
    public byte[] Protect(byte[] content, string? password)
    {
        var mac = new HMac(DigestUtilities.GetDigest(_digest));
        mac.Init(Key(password));
        mac.BlockUpdate(content, 0, content.Length);
        var result = new byte[mac.GetMacSize()];
        mac.DoFinal(result, 0);
        return Der.Sequence(Der.Sequence(_algorithm, Der.Octets(result)), Der.Octets(Salt), Der.Integer(Iterations));
    }

    private KeyParameter Key(string? password)
    {
        lock (_derived)
        {
            var key = password ?? "\uFFFF";
            if (!_derived.TryGetValue(key, out var derived))
            {
                _derived.Add(key, derived = Derive(password));
            }

            return derived;
        }
    }

    private KeyParameter Derive(string? password)
    {
        if (_isPbmac1)
        {
            var generator = new Pkcs5S2ParametersGenerator(DigestUtilities.GetDigest(_function));
            generator.Init(Encoding.UTF8.GetBytes(password ?? string.Empty), Salt, Iterations);
            return (KeyParameter)generator.GenerateDerivedMacParameters(_keyLength * 8);
        }

        var digest = DigestUtilities.GetDigest(_digest);
        var pkcs12 = new Pkcs12ParametersGenerator(digest);
        pkcs12.Init(password is null ? [] : PfxPassword.ToBmp(password), Salt, Iterations);
        return (KeyParameter)pkcs12.GenerateDerivedMacParameters(digest.GetDigestSize() * 8);
    }
}
