using System;
using System.Linq;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Org.BouncyCastle.Math;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Writes and reads an RSA key as PKCS#8 PrivateKeyInfo in DER (RFC 5958, RFC 8017 appendix A.1.2).</summary>
internal static class RsaPrivateKeyInfo
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    // Room for the numbers of the largest key without growing, so that no half-filled buffer is left behind.
    private const int Overhead = 128;

    /// <summary>Writes a key. The numbers are unsigned and big-endian; leading zeros are dropped.</summary>
    public static SecretBytes Write(in RSAParameters key)
    {
        var numbers = new[] { key.Modulus!, key.Exponent!, key.D!, key.P!, key.Q!, key.DP!, key.DQ!, key.InverseQ! };
        var writer = new AsnWriter(AsnEncodingRules.DER, Overhead + numbers.Sum(number => number.Length + 6));
        try
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(0);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(RsaEncryption);
                    writer.WriteNull();
                }

                using (writer.PushOctetString())
                using (writer.PushSequence())
                {
                    writer.WriteInteger(0);
                    foreach (var number in numbers)
                    {
                        WriteUnsigned(writer, DerReader.TrimZeros(number).Span);
                    }
                }
            }

            return SecretBytes.Own(writer.Encode());
        }
        finally
        {
            // Overwrites what it wrote.
            writer.Reset();
        }
    }

    /// <summary>
    /// The numbers of a key, in the widths that .NET and CNG ask for: D as long as the modulus, the others half of it. The caller
    /// overwrites them (<see cref="Zero"/>).
    /// </summary>
    /// <exception cref="DerException">It is no RSA key, or its primes differ in length by more than a byte.</exception>
    public static RSAParameters Read(ReadOnlyMemory<byte> info)
    {
        var fields = new DerReader(info).EnterSequence();
        fields.ReadCount();
        fields.EnterSequence();
        var numbers = new DerReader(fields.Read(DerTag.OctetString)).EnterSequence();
        numbers.ReadCount();
        var modulus = numbers.ReadUnsigned().ToArray();
        var half = (modulus.Length + 1) / 2;
        return new RSAParameters
        {
            Modulus = modulus,
            Exponent = numbers.ReadUnsigned().ToArray(),
            D = Pad(numbers.ReadUnsigned(), modulus.Length),
            P = Pad(numbers.ReadUnsigned(), half),
            Q = Pad(numbers.ReadUnsigned(), half),
            DP = Pad(numbers.ReadUnsigned(), half),
            DQ = Pad(numbers.ReadUnsigned(), half),
            InverseQ = Pad(numbers.ReadUnsigned(), half),
        };
    }

    /// <summary>
    /// Computes what an RSAPRIVATEBLOB leaves out from modulus, exponent and primes. Only such old blobs come here: the
    /// arithmetic leaves copies behind that cannot be overwritten.
    /// </summary>
    /// <exception cref="ArithmeticException">The numbers are none of a key.</exception>
    public static void Complete(ref RSAParameters key)
    {
        var p = new BigInteger(1, key.P!);
        var q = new BigInteger(1, key.Q!);
        var e = new BigInteger(1, key.Exponent!);
        var beforeP = p.Subtract(BigInteger.One);
        var beforeQ = q.Subtract(BigInteger.One);
        if (beforeP.SignValue <= 0 || beforeQ.SignValue <= 0)
        {
            throw new ArithmeticException("A prime is less than two.");
        }

        var d = e.ModInverse(beforeP.Multiply(beforeQ).Divide(beforeP.Gcd(beforeQ)));
        key.D = d.ToByteArrayUnsigned();
        key.DP = d.Mod(beforeP).ToByteArrayUnsigned();
        key.DQ = d.Mod(beforeQ).ToByteArrayUnsigned();
        key.InverseQ = q.ModInverse(p).ToByteArrayUnsigned();
    }

    /// <summary>Overwrites the private numbers.</summary>
    public static void Zero(in RSAParameters key)
    {
        foreach (var number in new[] { key.D, key.P, key.Q, key.DP, key.DQ, key.InverseQ })
        {
            SecretBytes.Zero(number);
        }
    }

    private static byte[] Pad(ReadOnlyMemory<byte> number, int length)
    {
        if (number.Length > length)
        {
            throw new DerException();
        }

        var padded = new byte[length];
        number.CopyTo(padded.AsMemory(length - number.Length));
        return padded;
    }

    private static void WriteUnsigned(AsnWriter writer, ReadOnlySpan<byte> number)
    {
        if (number.IsEmpty)
        {
            writer.WriteInteger(0);
        }
        else
        {
            writer.WriteIntegerUnsigned(number);
        }
    }
}
