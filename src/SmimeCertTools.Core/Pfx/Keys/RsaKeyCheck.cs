using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Pfx.Keys;

/// <summary>Checks that the numbers of an RSAPrivateKey (RFC 8017 appendix A.1.2) belong together.</summary>
internal static class RsaKeyCheck
{
    // OpenSSL's own limit (OPENSSL_RSA_MAX_MODULUS_BITS).
    private const int MaxModulusBits = 16384;

    /// <summary>The identity of the public key.</summary>
    /// <exception cref="DerException">The structure is broken.</exception>
    public static KeyProof Prove(DerReader key)
    {
        var numbers = key.EnterSequence();
        key.Finish();
        var version = numbers.ReadCount();
        var modulus = numbers.ReadUnsigned();
        var exponent = numbers.ReadUnsigned();
        var rest = new ReadOnlyMemory<byte>[6];
        for (var i = 0; i < rest.Length; i++)
        {
            rest[i] = numbers.ReadUnsigned();
        }

        if (version != 0 || modulus.Length * 8 > MaxModulusBits + 7)
        {
            return KeyProof.Unsupported(version != 0 ? "RSA with more than two primes" : "RSA with more than 16384 bits");
        }

        numbers.Finish();
        return exponent.Length <= modulus.Length && Array.TrueForAll(rest, number => number.Length <= modulus.Length)
            && AreConsistent(modulus.Span, exponent.Span, rest)
            ? KeyProof.Of(PublicKey.RsaIdentity(modulus, exponent)) : KeyProof.Inconsistent;
    }

    private static bool AreConsistent(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, ReadOnlyMemory<byte>[] rest)
    {
        var made = new List<uint[]>();
        try
        {
            var n = Keep(SecretMath.FromBytes(modulus));
            var e = Keep(SecretMath.FromBytes(exponent));
            var d = Keep(SecretMath.FromBytes(rest[0].Span));
            var p = Keep(SecretMath.FromBytes(rest[1].Span));
            var q = Keep(SecretMath.FromBytes(rest[2].Span));
            if (SecretMath.IsZero(p) || SecretMath.IsZero(q) || SecretMath.IsOne(p) || SecretMath.IsOne(q)
                || !SecretMath.AreEqual(n, Keep(SecretMath.Multiply(p, q))))
            {
                return false;
            }

            // qInv * q = 1 (mod p)
            var inverse = Keep(SecretMath.Multiply(Keep(SecretMath.FromBytes(rest[5].Span)), q));
            return SecretMath.IsOne(Keep(SecretMath.Remainder(inverse, p)))
                && IsExponentOf(p, Keep(SecretMath.FromBytes(rest[3].Span)))
                && IsExponentOf(q, Keep(SecretMath.FromBytes(rest[4].Span)));

            // d = dP and e * dP = 1, both modulo p - 1
            bool IsExponentOf(uint[] prime, uint[] reduced)
            {
                var order = Keep(SecretMath.Decrement(prime));
                return SecretMath.AreEqual(Keep(SecretMath.Remainder(d, order)), Keep(SecretMath.Remainder(reduced, order)))
                    && SecretMath.IsOne(Keep(SecretMath.Remainder(Keep(SecretMath.Multiply(e, reduced)), order)));
            }
        }
        finally
        {
            foreach (var number in made)
            {
                SecretMath.Zero(number);
            }
        }

        uint[] Keep(uint[] number)
        {
            made.Add(number);
            return number;
        }
    }
}
