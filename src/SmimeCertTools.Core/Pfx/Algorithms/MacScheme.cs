using System;
using Org.BouncyCastle.Utilities;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Pfx.Algorithms;

/// <summary>The integrity check of a PFX: MacData of RFC 7292 section 4, with PBMAC1 of RFC 9579.</summary>
internal sealed class MacScheme(string name, DigestKind digestKind, Derivation derivedKey, ReadOnlyMemory<byte> stated)
{
    private const int MinKeyLength = 20;
    private const int MaxKeyLength = 64;

    /// <summary>The name shown to people.</summary>
    public string Name => name;

    public int Iterations => derivedKey.Iterations;

    /// <summary>Reads MacData.</summary>
    /// <exception cref="DerException">It is broken.</exception>
    /// <exception cref="Exception">It is not supported, or asks for too much.</exception>
    public static MacScheme Read(DerReader macData, KeyDeriver deriver, IAlgorithmErrors errors)
    {
        var digestInfo = macData.EnterSequence();
        var algorithm = digestInfo.EnterSequence();
        var expected = digestInfo.Read(DerTag.OctetString);
        digestInfo.Finish();
        var identifier = algorithm.ReadIdentifier();
        if (identifier == "1.2.840.113549.1.5.14")
        {
            // The salt and iterations of MacData itself are not used (RFC 9579 section 5).
            return ReadPbmac1(algorithm.EnterSequence(), expected, deriver, errors);
        }

        var digest = DigestKind.FromHash(identifier) ?? throw errors.Unsupported("the integrity check " + identifier);
        var salt = deriver.ReadSalt(ref macData);
        var iterations = macData.NextIs(DerTag.Integer) ? deriver.ReadIterations(ref macData) : 1;
        macData.Finish();
        CheckLength(expected, digest, errors);
        var key = new Derivation(DerivationKind.Pkcs12, digest, salt, iterations, digest.Size, Pkcs12Kdf.Mac);
        return new("HMAC-" + digest.Name, digest, key, expected);
    }

    /// <summary>Whether the content is what the file's writer protected with the password in this form.</summary>
    /// <exception cref="Exception">The derivation exceeds the limits.</exception>
    public bool Verifies(ReadOnlySpan<byte> content, PasswordForm form, KeyDeriver deriver) =>
        Arrays.FixedTimeEquals(digestKind.Hmac(deriver.Derive(derivedKey, form), content), stated.ToArray());

    private static MacScheme ReadPbmac1(
        DerReader parameters, ReadOnlyMemory<byte> expected, KeyDeriver deriver, IAlgorithmErrors errors)
    {
        var derivation = parameters.EnterSequence();
        var authentication = parameters.EnterSequence();
        parameters.Finish();

        var function = derivation.ReadIdentifier();
        if (function != "1.2.840.113549.1.5.12")
        {
            throw errors.Unsupported("the key derivation function " + function);
        }

        var (key, length) = Pbkdf2Parameters.Read(derivation.EnterSequence(), deriver, errors);
        var scheme = authentication.ReadIdentifier();
        var digest = DigestKind.FromHmac(scheme) ?? throw errors.Unsupported("the integrity check " + scheme);
        CheckLength(expected, digest, errors);
        CheckKeyLength(length, errors);
        return new("PBMAC1 (HMAC-" + digest.Name + ")", digest, key with { Length = (int)length! }, expected);
    }

    private static void CheckLength(ReadOnlyMemory<byte> expected, DigestKind digest, IAlgorithmErrors errors)
    {
        if (expected.Length != digest.Size)
        {
            throw errors.IntegrityDamaged(
                $"it holds {expected.Length} bytes where HMAC-{digest.Name} makes {digest.Size}.");
        }
    }

    // RFC 9579 makes the length mandatory (section 4) and lets nobody take keys below 20 octets (section 9): of a shorter one
    // anybody could make a check that other passwords pass too; one of a single byte is hit by every 256th. One that is
    // shorter than the MAC's output is not refused for that: OpenSSL's good test files have one of 20 bytes. Longer ones than the
    // longest result of a common hash function are no program's.
    private static void CheckKeyLength(long? length, IAlgorithmErrors errors)
    {
        switch (length)
        {
            case null:
                throw errors.IntegrityDamaged("PBMAC1 states no length of its key, which RFC 9579 requires.");
            case < 1:
                throw errors.IntegrityDamaged("PBMAC1 states a key of no length.");
            case < MinKeyLength:
                throw errors.IntegrityWeak(FormattableString.Invariant(
                    $"PBMAC1 derives a key of {length} bytes, and RFC 9579 asks for {MinKeyLength} at least."));
            case > MaxKeyLength:
                throw errors.IntegrityDamaged(FormattableString.Invariant(
                    $"PBMAC1 states a key of {length} bytes, and programs derive {MaxKeyLength} at most."));
        }
    }
}
