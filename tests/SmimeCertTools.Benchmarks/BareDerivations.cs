using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;

namespace SmimeCertTools.Benchmarks;

/// <summary>
/// The floor: the key derivations that a file asks for, once each, on the runtime's one-shot functions, and nothing else. It is
/// code of its own, so that it cannot share a mistake with what it is the measure of.
/// </summary>
internal sealed class BareDerivations
{
    private readonly List<Action> _steps = [];
    private readonly byte[] _utf8 = Encoding.UTF8.GetBytes(PfxCase.Password);
    private readonly byte[] _bmp = Encoding.BigEndianUnicode.GetBytes(PfxCase.Password + "\0");

    /// <summary>Runs all of them.</summary>
    public void Run()
    {
        foreach (var step in _steps)
        {
            step();
        }
    }

    /// <summary>Adds PBKDF2 (RFC 8018 section 5.2) with an HMAC over SHA-256.</summary>
    public BareDerivations Pbkdf2(int iterations, int length, int saltLength)
    {
        var salt = RandomNumberGenerator.GetBytes(saltLength);
        var key = new byte[length];
        _steps.Add(() => Rfc2898DeriveBytes.Pbkdf2(_utf8, salt, key, iterations, HashAlgorithmName.SHA256));
        return this;
    }

    /// <summary>Adds the derivation of RFC 7292 appendix B with SHA-1 (64-byte blocks).</summary>
    public BareDerivations Pkcs12Sha1(int iterations, int length)
    {
        var input = Input(salt: 8);
        var blocks = (length + SHA1.HashSizeInBytes - 1) / SHA1.HashSizeInBytes;
        _steps.Add(() => HashSha1(input, iterations, blocks));
        return this;
    }

    /// <summary>Adds the derivation of RFC 7292 appendix B with SHA-256 (64-byte blocks) for an integrity check.</summary>
    public BareDerivations Pkcs12Sha256(int iterations)
    {
        var input = Input(salt: 8);
        _steps.Add(() => HashSha256(input, iterations));
        return this;
    }

    private static void HashSha1(byte[] input, int iterations, int blocks)
    {
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        for (var block = 0; block < blocks; block++)
        {
            SHA1.HashData(input, hash);
            for (var i = 1; i < iterations; i++)
            {
                SHA1.HashData(hash, hash);
            }
        }
    }

    private static void HashSha256(byte[] input, int iterations)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        for (var i = 1; i < iterations; i++)
        {
            SHA256.HashData(hash, hash);
        }
    }

    // D || S || P: a block that says what for, then salt and password, each filled up to whole blocks. The values do not matter
    // here.
    private byte[] Input(int salt)
    {
        const int Block = 64;
        var input = new byte[Block * (1 + ((salt + Block - 1) / Block) + ((_bmp.Length + Block - 1) / Block))];
        RandomNumberGenerator.Fill(input);
        return input;
    }
}
