using System;
using System.Formats.Asn1;

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
    /// <exception cref="AsnContentException">The structure is broken.</exception>
    public static FoundPublicKey Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var members = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        if (members.PeekTag() == Asn1Tag.Integer)
        {
            var modulus = members.ReadIntegerBytes();
            var exponent = members.ReadIntegerBytes();
            members.ThrowIfNotEmpty();
            var info = WriteSubjectPublicKeyInfo(modulus.Span, exponent.Span, signed: true);
            return new FoundPublicKey { SubjectPublicKeyInfo = info };
        }

        var first = members.ReadSequence();
        if (members.PeekTag() != Asn1Tag.Sequence)
        {
            return new FoundPublicKey { SubjectPublicKeyInfo = der.ToArray() };
        }

        // tbsCertificate: [0] version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo, …
        if (first.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)))
        {
            first.ReadEncodedValue();
        }

        first.ReadIntegerBytes();
        first.ReadSequence();
        var issuer = first.ReadEncodedValue().ToArray();
        first.ReadSequence();
        var subject = first.ReadEncodedValue().ToArray();
        return new FoundPublicKey { SubjectPublicKeyInfo = first.ReadEncodedValue().ToArray(), Names = (subject, issuer) };
    }

    /// <summary>Modulus and exponent of an RSA key, or the name of what the key is instead.</summary>
    /// <exception cref="AsnContentException">The structure is broken.</exception>
    public static (ReadOnlyMemory<byte> Modulus, ReadOnlyMemory<byte> Exponent, string? OtherAlgorithm) ReadRsa(
        byte[] subjectPublicKeyInfo)
    {
        var outer = new AsnReader(subjectPublicKeyInfo, AsnEncodingRules.DER);
        var members = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var algorithm = members.ReadSequence();
        var identifier = algorithm.ReadObjectIdentifier();
        if (identifier != RsaEncryption)
        {
            return (default, default, NameOf(identifier, algorithm));
        }

        var key = new AsnReader(members.ReadBitString(out _), AsnEncodingRules.DER);
        var numbers = key.ReadSequence();
        key.ThrowIfNotEmpty();
        var modulus = numbers.ReadIntegerBytes();
        var exponent = numbers.ReadIntegerBytes();
        numbers.ThrowIfNotEmpty();
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

    private static string NameOf(string identifier, AsnReader parameters) => identifier switch
    {
        "1.2.840.10045.2.1" => "EC" + CurveOf(parameters),
        "1.2.840.113549.1.1.10" => "RSASSA-PSS (signatures only)",
        "1.2.840.113549.1.1.7" => "RSAES-OAEP (bound to one hash)",
        "1.2.840.10040.4.1" => "DSA",
        "1.2.840.10046.2.1" or "1.2.840.113549.1.3.1" => "Diffie-Hellman",
        "1.3.101.110" => "X25519",
        "1.3.101.111" => "X448",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        _ => "algorithm " + identifier,
    };

    private static string CurveOf(AsnReader parameters)
    {
        if (!parameters.HasData || parameters.PeekTag() != Asn1Tag.ObjectIdentifier)
        {
            return string.Empty;
        }

        var curve = parameters.ReadObjectIdentifier();
        return curve switch
        {
            "1.2.840.10045.3.1.7" => " (P-256)",
            "1.3.132.0.34" => " (P-384)",
            "1.3.132.0.35" => " (P-521)",
            _ => $" (curve {curve})",
        };
    }
}
