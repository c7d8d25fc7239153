using System;
using System.Numerics;
#if NET
using System.Security.Cryptography;
#endif
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Secrets;
using PublicKey = SmimeCertTools.Core.Certificates.PublicKey;

namespace SmimeCertTools.Core.Pfx.Keys;

/// <summary>
/// Computes the public key of a PKCS#8 PrivateKeyInfo (RFC 5958), so that a certificate can be proven to be its own.
/// </summary>
internal static class PrivateKeyReader
{
    private const int MaxDsaPrimeLength = 4096 / 8;
    private const int MaxDsaKeyLength = 512 / 8;

    /// <summary>Whether this is the syntax of a PrivateKeyInfo, which tells a right password from a wrong one.</summary>
    public static bool IsPrivateKeyInfo(ReadOnlyMemory<byte> info)
    {
        try
        {
            var fields = new DerReader(info).EnterSequence();
            fields.ReadCount();
            fields.EnterSequence().ReadIdentifier();
            fields.Read(DerTag.OctetString);
            return true;
        }
        catch (DerException)
        {
            return false;
        }
    }

    /// <summary>Computes the public key.</summary>
    /// <exception cref="DerException">The structure is broken.</exception>
    public static KeyProof Prove(ReadOnlyMemory<byte> info)
    {
        var fields = new DerReader(info).EnterSequence();
        fields.ReadCount();
        var algorithm = fields.EnterSequence();
        var key = fields.Read(DerTag.OctetString);
        var identifier = algorithm.ReadIdentifier();
        var name = KnownNames.KeyAlgorithm(identifier);
        if (name == identifier)
        {
            return KeyProof.Unsupported(identifier);
        }

        if (!name.StartsWith("ML-", StringComparison.Ordinal))
        {
            BerNormalizer.Check(key.Span);
        }

        return name switch
        {
            KnownNames.Rsa or KnownNames.RsaPss or KnownNames.RsaOaep => RsaKeyCheck.Prove(new DerReader(key)),
            KnownNames.Ec => ProveEc(algorithm, new DerReader(key).EnterSequence()),
            KnownNames.Dsa => ProveDsa(algorithm.EnterSequence(), new DerReader(key).ReadUnsigned()),
            KnownNames.Ed25519 or KnownNames.Ed448 or KnownNames.X25519 or KnownNames.X448 =>
                ProveEdwards(name, identifier, new DerReader(key).Read(DerTag.OctetString)),
            _ => ProveLattice(identifier, info),
        };
    }

    private static KeyProof ProveEc(DerReader algorithm, DerReader key)
    {
        key.ReadCount();
        var secret = DerReader.TrimZeros(key.Read(DerTag.OctetString));
        DerValue? parameters = !algorithm.IsEmpty ? algorithm.Read() : null;
        if (parameters is null or { Tag: 0x05 } && key.TryRead(DerTag.ContextConstructed(0), out var inner))
        {
            parameters = new DerReader(inner).Read();
        }

        var curve = parameters is { } known ? PublicKey.CurveIdentifier(known) : null;
        if (curve is null || PublicKey.NamedCurve(curve) is not { } domain)
        {
            return KeyProof.Unsupported(parameters is { Tag: DerTag.Sequence }
                ? "EC with explicit parameters (a curve that is spelled out and has no name)"
                : "EC on a curve without a known name");
        }

        var order = domain.N.ToByteArrayUnsigned();
        if (secret.IsEmpty || Compare(secret.Span, order) >= 0)
        {
            return KeyProof.Inconsistent;
        }

        var point = MultiplyNatively(curve, secret.Span) ?? Multiply(domain, secret.Span);
        return KeyProof.Of(PublicKey.EcIdentity(curve, point));
    }

    private static byte[] Multiply(X9ECParameters domain, ReadOnlySpan<byte> secret)
    {
        var copy = secret.ToArray();
        var factor = new Org.BouncyCastle.Math.BigInteger(1, copy);
        SecretBytes.Zero(copy);
        return domain.G.Multiply(factor).Normalize().GetEncoded(false);
    }

#if NET
    private static byte[]? MultiplyNatively(string curve, ReadOnlySpan<byte> secret)
    {
        var (name, bits) = KnownNames.Curve(curve);
        if (name is not ("P-256" or "P-384" or "P-521"))
        {
            return null;
        }

        var length = (bits + 7) / 8;
        var padded = new byte[length];
        secret.CopyTo(padded.AsSpan(length - secret.Length));
        try
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curve), D = padded });
            var result = key.ExportParameters(includePrivateParameters: false).Q;
            return [4, .. result.X!, .. result.Y!];
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException)
        {
            return null;
        }
        finally
        {
            SecretBytes.Zero(padded);
        }
    }
#else
    private static byte[]? MultiplyNatively(string curve, ReadOnlySpan<byte> secret)
    {
        // The framework computes no public point from a private number alone.
        _ = (curve, secret.Length);
        return null;
    }
#endif

    private static KeyProof ProveDsa(DerReader parameters, ReadOnlyMemory<byte> secret)
    {
        var prime = parameters.ReadUnsigned();
        parameters.ReadUnsigned();
        var generator = parameters.ReadUnsigned();
        if (prime.Length > MaxDsaPrimeLength || secret.Length > MaxDsaKeyLength || generator.Length > prime.Length)
        {
            return KeyProof.Unsupported("DSA of this size");
        }

        if (prime.IsEmpty)
        {
            return KeyProof.Inconsistent;
        }

        var modulus = ToBigInteger(prime.Span);
        var value = BigInteger.ModPow(ToBigInteger(generator.Span), ToBigInteger(secret.Span), modulus).ToByteArray();
        Array.Reverse(value);
        return KeyProof.Of(PublicKey.DsaIdentity(prime, DerReader.TrimZeros(value)));
    }

    private static BigInteger ToBigInteger(ReadOnlySpan<byte> number)
    {
        var littleEndian = new byte[number.Length + 1];
        number.CopyTo(littleEndian);
        Array.Reverse(littleEndian, 0, number.Length);
        var result = new BigInteger(littleEndian);
        SecretBytes.Zero(littleEndian);
        return result;
    }

    private static KeyProof ProveEdwards(string name, string identifier, ReadOnlyMemory<byte> secret)
    {
        var expected = name switch { KnownNames.Ed448 => 57, KnownNames.X448 => 56, _ => 32 };
        if (secret.Length != expected)
        {
            return KeyProof.Inconsistent;
        }

        var copy = secret.ToArray();
        var result = name switch
        {
            KnownNames.Ed25519 => new Ed25519PrivateKeyParameters(copy).GeneratePublicKey().GetEncoded(),
            KnownNames.Ed448 => new Ed448PrivateKeyParameters(copy).GeneratePublicKey().GetEncoded(),
            KnownNames.X25519 => new X25519PrivateKeyParameters(copy).GeneratePublicKey().GetEncoded(),
            _ => new X448PrivateKeyParameters(copy).GeneratePublicKey().GetEncoded(),
        };
        SecretBytes.Zero(copy);
        return KeyProof.Of(PublicKey.RawIdentity(identifier, result));
    }

    private static KeyProof ProveLattice(string identifier, ReadOnlyMemory<byte> info)
    {
        var copy = info.ToArray();
        try
        {
            var result = PrivateKeyFactory.CreateKey(copy) switch
            {
                MLKemPrivateKeyParameters key => key.GetPublicKeyEncoded(),
                MLDsaPrivateKeyParameters key => key.GetPublicKeyEncoded(),
                _ => null,
            };
            return result is null ? KeyProof.Unsupported(identifier) : KeyProof.Of(PublicKey.RawIdentity(identifier, result));
        }
        catch (Exception e) when (BouncyCastleFaults.Contains(e))
        {
            return KeyProof.Inconsistent;
        }
        finally
        {
            SecretBytes.Zero(copy);
        }
    }

    private static int Compare(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) =>
        one.Length != other.Length ? one.Length.CompareTo(other.Length) : one.SequenceCompareTo(other);
}
