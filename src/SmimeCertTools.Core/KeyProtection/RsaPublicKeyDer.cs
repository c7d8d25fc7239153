using System.Formats.Asn1;
using System;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>A public key as found: its algorithm, and where it stood.</summary>
internal sealed class FoundPublicKey
{
    /// <summary>The SubjectPublicKeyInfo in DER.</summary>
    public required byte[] SubjectPublicKeyInfo { get; init; }

    /// <summary>Subject and issuer names in DER when it stood in a certificate; null otherwise.</summary>
    public (byte[] Subject, byte[] Issuer)? Names { get; init; }
}

/// <summary>
/// Reads public keys in DER. Structure decides, not a label (RFC 5280, RFC 8017 appendix A.1).
/// </summary>
internal static class RsaPublicKeyDer
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";

    /// <summary>Finds the public key in a SubjectPublicKeyInfo, RSAPublicKey or certificate.</summary>
    /// <exception cref="DerException">The structure is broken.</exception>
    public static FoundPublicKey Read(ReadOnlyMemory<byte> der)
    {
        var outer = new DerReader(der);
        var members = outer.EnterSequence();
        outer.Finish();
        if (members.NextIs(DerTag.Integer))
        {
            var (modulus, exponent) = ReadNumbers(members);
            return new FoundPublicKey
            {
                SubjectPublicKeyInfo = WriteSubjectPublicKeyInfo(modulus.Span, exponent.Span, signed: true),
            };
        }

        var first = members.EnterSequence();
        if (!members.NextIs(DerTag.Sequence))
        {
            return new FoundPublicKey { SubjectPublicKeyInfo = der.ToArray() };
        }

        // tbsCertificate: [0] version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, …
        first.TryRead(DerTag.ContextConstructed(0), out _);
        first.Read(DerTag.Integer);
        first.Read(DerTag.Sequence);
        var issuer = first.Read().Encoded.ToArray();
        first.Read(DerTag.Sequence);
        var subject = first.Read().Encoded.ToArray();
        return new FoundPublicKey { SubjectPublicKeyInfo = first.Read().Encoded.ToArray(), Names = (subject, issuer) };
    }

    /// <summary>Modulus and exponent of an RSA key, or the name of what the key is instead.</summary>
    /// <exception cref="DerException">The structure is broken.</exception>
    public static (ReadOnlyMemory<byte> Modulus, ReadOnlyMemory<byte> Exponent, string? OtherAlgorithm) ReadRsa(
        byte[] subjectPublicKeyInfo)
    {
        var outer = new DerReader(subjectPublicKeyInfo);
        var members = outer.EnterSequence();
        outer.Finish();
        var algorithm = members.EnterSequence();
        var identifier = algorithm.ReadIdentifier();
        if (identifier != RsaEncryption)
        {
            return (default, default, NameOf(identifier, algorithm));
        }

        var key = new DerReader(members.ReadBitString());
        var (modulus, exponent) = ReadNumbers(key.EnterSequence());
        key.Finish();
        return (modulus, exponent, null);
    }

    /// <summary>Writes a SubjectPublicKeyInfo; the numbers are unsigned, or DER contents with a sign byte.</summary>
    public static byte[] WriteSubjectPublicKeyInfo(ReadOnlySpan<byte> modulus, ReadOnlySpan<byte> exponent, bool signed)
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            WriteNumber(key, modulus, signed);
            WriteNumber(key, exponent, signed);
        }

        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            using (info.PushSequence())
            {
                info.WriteObjectIdentifier(RsaEncryption);
                info.WriteNull();
            }

            info.WriteBitString(key.Encode());
        }

        return info.Encode();
    }

    private static void WriteNumber(AsnWriter writer, ReadOnlySpan<byte> number, bool signed)
    {
        if (signed)
        {
            writer.WriteInteger(number);
        }
        else
        {
            writer.WriteIntegerUnsigned(number);
        }
    }

    private static (ReadOnlyMemory<byte> Modulus, ReadOnlyMemory<byte> Exponent) ReadNumbers(DerReader numbers)
    {
        var (modulus, exponent) = (numbers.Read(DerTag.Integer), numbers.Read(DerTag.Integer));
        numbers.Finish();
        return IsInteger(modulus.Span) && IsInteger(exponent.Span) ? (modulus, exponent) : throw new DerException();
    }

    // X.690 section 8.3.2: the first nine bits are not all the same.
    private static bool IsInteger(ReadOnlySpan<byte> content) =>
        content.Length == 1 || (content.Length > 1 && (content[0], content[1] & 0x80) is not ((0, 0) or (0xFF, 0x80)));

    private static string NameOf(string identifier, DerReader parameters) => KnownNames.KeyAlgorithm(identifier) switch
    {
        KnownNames.Ec => "EC" + CurveOf(parameters),
        KnownNames.RsaPss => "RSASSA-PSS (signatures only)",
        KnownNames.RsaOaep => "RSAES-OAEP (bound to one hash)",
        "1.2.840.10046.2.1" or "1.2.840.113549.1.3.1" => "Diffie-Hellman",
        var name => name == identifier ? "algorithm " + name : name,
    };

    private static string CurveOf(DerReader parameters)
    {
        if (!parameters.NextIs(DerTag.ObjectIdentifier))
        {
            return string.Empty;
        }

        var (name, bits) = KnownNames.Curve(parameters.ReadIdentifier());
        return bits > 0 ? $" ({name})" : $" (curve {name})";
    }
}
