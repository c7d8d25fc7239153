using System;
using System.Collections.Generic;
using System.Threading;
using Org.BouncyCastle.Crypto.Generators;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>The derivation functions.</summary>
internal enum DerivationKind
{
    /// <summary>RFC 7292 appendix B.</summary>
    Pkcs12,

    /// <summary>RFC 8018 section 5.1.</summary>
    Pbkdf1,

    /// <summary>RFC 8018 section 5.2.</summary>
    Pbkdf2,

    /// <summary>RFC 7914.</summary>
    Scrypt,
}

/// <summary>A derivation with all its parameters. Two equal ones under one password give the same bytes.</summary>
/// <param name="Kind">The function.</param>
/// <param name="Digest">Its hash function; unused by scrypt.</param>
/// <param name="Salt">The salt in hexadecimal digits.</param>
/// <param name="Iterations">Iterations; the cost N of scrypt.</param>
/// <param name="Length">Bytes to derive.</param>
/// <param name="Purpose">The ID of RFC 7292 appendix B.3: 1 key, 2 IV, 3 MAC.</param>
/// <param name="BlockSize">The r of scrypt.</param>
/// <param name="Parallelism">The p of scrypt.</param>
internal sealed record Derivation(DerivationKind Kind, DigestKind? Digest, string Salt, int Iterations, int Length,
    int Purpose = 0, int BlockSize = 0, int Parallelism = 0);

/// <summary>
/// Derives keys within the limits and never the same bytes twice: results are kept until disposal, which overwrites them. Work is
/// counted in iterations times output blocks times the cost of the hash function, over the whole file.
/// </summary>
internal sealed class KeyDeriver(DerivationLimits limits, IAlgorithmErrors errors, CancellationToken cancellationToken = default)
    : IDisposable
{
    /// <summary>The longest salt read, in bytes. Programs write 8 to 64.</summary>
    public const int MaxSaltLength = 4096;

    // Memory of scrypt is 128 * N * r bytes (RFC 7914 section 2): this is N = 16384 and r = 8, what openssl writes and what the
    // RFC's author proposed for interactive use.
    private const long MaxScryptMemory = 16L * 1024 * 1024;

    // Of scrypt's memory so much is left to the runtime to collect when it likes.
    private const long Unnoticed = 1024 * 1024;

    private const int MaxKept = 32;

    private readonly List<(Derivation What, byte[] Password, byte[] Result)> _kept = [];
    private long _work;

    /// <summary>Reads an iteration count and refuses what no derivation may ask for.</summary>
    /// <exception cref="Exception">It is above the limit.</exception>
    /// <exception cref="DerException">It is not a positive number.</exception>
    public int ReadIterations(ref DerReader reader)
    {
        var iterations = reader.ReadCount();
        return iterations < 1 ? throw new DerException()
            : iterations > limits.MaxIterations ? throw errors.TooManyIterations(iterations, limits.MaxIterations)
            : (int)iterations;
    }

    /// <summary>Reads a salt and refuses an absurd one.</summary>
    /// <exception cref="Exception">It is too long.</exception>
    /// <exception cref="DerException">It is not an OCTET STRING.</exception>
    public string ReadSalt(ref DerReader reader)
    {
        var salt = reader.Read(DerTag.OctetString);
        return salt.Length <= MaxSaltLength
            ? DerReader.Hex(salt.Span)
            : throw errors.LimitExceeded(
                "it contains a salt of " + salt.Length + " bytes.", "Programs write up to 64; export the certificate again.");
    }

    /// <summary>The bytes of <paramref name="what"/> under <paramref name="form"/>; they belong to this object.</summary>
    /// <exception cref="Exception">The file asks for too much work or memory.</exception>
    /// <exception cref="OperationCanceledException">Somebody stopped it.</exception>
    public byte[] Derive(Derivation what, PasswordForm form)
    {
        var password = what.Kind == DerivationKind.Pkcs12 ? form.Pkcs12 : form.Pkcs5;
        foreach (var kept in _kept)
        {
            if (ReferenceEquals(kept.Password, password) && kept.What == what)
            {
                return kept.Result;
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        Charge(what);
        var salt = FromHex(what.Salt);
        var result = what.Kind switch
        {
            DerivationKind.Pkcs12 => Pkcs12Kdf.Derive(
                what.Digest!, what.Purpose, password, salt, what.Iterations, what.Length, cancellationToken),
            DerivationKind.Pbkdf1 => Pbkdf1(what, password, salt),
            DerivationKind.Pbkdf2 =>
                what.Digest!.Pbkdf2(password, salt, what.Iterations, what.Length, cancellationToken),
            _ => Scrypt(what, password, salt),
        };
        if (_kept.Count == MaxKept)
        {
            SecretBytes.Zero(_kept[0].Result);
            _kept.RemoveAt(0);
        }

        _kept.Add((what, password, result));
        return result;
    }

    public void Dispose()
    {
        foreach (var (_, _, result) in _kept)
        {
            SecretBytes.Zero(result);
        }

        _kept.Clear();
    }

    private byte[] Pbkdf1(Derivation what, byte[] password, byte[] salt)
    {
        var input = new byte[password.Length + salt.Length];
        password.CopyTo(input, 0);
        salt.CopyTo(input, password.Length);
        var result = new byte[what.Digest!.Size];
        try
        {
            what.Digest.HashRepeatedly(input, what.Iterations, result, cancellationToken);
            return result;
        }
        finally
        {
            SecretBytes.Zero(input);
        }
    }

    // What scrypt used is garbage of up to 16 MiB, which the runtime would keep through the next derivations and the certificates
    // after them. Collecting it takes a small part of the time that scrypt itself does, and keeps a file within its memory.
    private byte[] Scrypt(Derivation what, byte[] password, byte[] salt)
    {
        var result = LeavableWork.Run(
            password,
            secret => SCrypt.Generate(secret, salt, what.Iterations, what.BlockSize, what.Parallelism, what.Length),
            cancellationToken);
        if (ScryptMemory(what) > Unnoticed)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        }

        return result;
    }

    // RFC 7914 section 2: the vector V of one lane, and the block B of all lanes.
    private static long ScryptMemory(Derivation what) =>
        Math.Max(128L * what.Iterations * what.BlockSize, 128L * what.BlockSize * what.Parallelism);

    private static byte[] FromHex(string digits)
    {
        var bytes = new byte[digits.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((Value(digits[2 * i]) << 4) | Value(digits[(2 * i) + 1]));
        }

        return bytes;

        static int Value(char digit) => digit <= '9' ? digit - '0' : digit - 'A' + 10;
    }

    /// <summary>Whether the file would ask for too much with <paramref name="what"/>.</summary>
    internal bool WouldExceed(Derivation what) =>
        (what.Kind == DerivationKind.Scrypt && ScryptMemory(what) > MaxScryptMemory)
        || _work + WorkOf(what) > limits.MaxTotalIterations;

    private void Charge(Derivation what)
    {
        if (!WouldExceed(what))
        {
            _work += WorkOf(what);
            return;
        }

        if (what.Kind == DerivationKind.Scrypt && ScryptMemory(what) > MaxScryptMemory)
        {
            throw errors.LimitExceeded(
                "its scrypt parameters ask for more than " + (MaxScryptMemory >> 20) + " MiB of memory.",
                "Export the certificate again.");
        }

        throw errors.TooMuchWork(_work + WorkOf(what), limits.MaxTotalIterations);
    }

    private static long WorkOf(Derivation what) => what.Kind == DerivationKind.Scrypt ? ScryptWork(what) : HashWork(what);

    private static long HashWork(Derivation what)
    {
        var digest = what.Digest!;
        var cost = what.Kind == DerivationKind.Pbkdf2 ? digest.MacCost : digest.HashCost;
        return (long)what.Iterations * cost * ((what.Length + digest.Size - 1) / digest.Size);
    }

    // 2 N r p blocks are mixed. Before that PBKDF2 makes B from the whole salt, 32 bytes at a time; after it from B the key.
    private static long ScryptWork(Derivation what)
    {
        var lanes = (long)what.BlockSize * what.Parallelism;
        return (2 * what.Iterations * lanes) + (4 * lanes * (2 + (what.Salt.Length / 2 / DigestKind.Sha256.BlockSize)));
    }
}
