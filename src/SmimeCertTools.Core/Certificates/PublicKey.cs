using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Certificates;

/// <summary>
/// A SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), and an identity that is equal for equal keys however they are encoded: RSA
/// by modulus and exponent (RSA, RSASSA-PSS and RSAES-OAEP are one key), EC by curve and point.
/// </summary>
internal sealed record PublicKey(string Algorithm, int Size, string? Curve, string Identity)
{
    /// <summary>Whether an EC key spells its curve out (ECParameters of RFC 3279 section 2.3.5) where others name it.</summary>
    public bool HasExplicitCurve { get; private init; }

    /// <summary>Reads the content of a SubjectPublicKeyInfo.</summary>
    /// <exception cref="DerException">It is broken.</exception>
    public static PublicKey Read(DerReader info)
    {
        var algorithm = info.EnterSequence();
        var identifier = algorithm.ReadIdentifier();
        var key = info.ReadBitString();
        info.Finish();
        var name = KnownNames.KeyAlgorithm(identifier);
        switch (name)
        {
            case KnownNames.Rsa or KnownNames.RsaPss or KnownNames.RsaOaep:
                var numbers = new DerReader(key).EnterSequence();
                var modulus = numbers.ReadUnsigned();
                var exponent = numbers.ReadUnsigned();
                numbers.Finish();
                return new(name, BitLength(modulus.Span), null, RsaIdentity(modulus, exponent));

            case KnownNames.Ec:
                var parameters = algorithm.Read();
                var curve = CurveIdentifier(parameters);
                var (curveName, bits) = curve is null ? ("none that has a name", 0) : KnownNames.Curve(curve);
                var identity = curve is null
                    ? "EC:?" + Text(parameters.Encoded) + ":" + Text(key) : EcIdentity(curve, Uncompress(curve, key));
                return new(name, bits, curveName, identity) { HasExplicitCurve = parameters.Tag == DerTag.Sequence };

            case KnownNames.Dsa:
                var prime = algorithm.NextIs(DerTag.Sequence) ? algorithm.EnterSequence().ReadUnsigned() : default;
                return new(name, BitLength(prime.Span), null, DsaIdentity(prime, new DerReader(key).ReadUnsigned()));

            default:
                return new(name, 0, null, RawIdentity(identifier, key));
        }
    }

    public static string RsaIdentity(ReadOnlyMemory<byte> modulus, ReadOnlyMemory<byte> exponent) =>
        "RSA:" + Text(modulus) + ":" + Text(exponent);

    public static string EcIdentity(string curve, ReadOnlyMemory<byte> point) => "EC:" + curve + ":" + Text(point);

    public static string DsaIdentity(ReadOnlyMemory<byte> prime, ReadOnlyMemory<byte> value) =>
        "DSA:" + Text(prime) + ":" + Text(value);

    public static string RawIdentity(string identifier, ReadOnlyMemory<byte> key) => identifier + ":" + Text(key);

    /// <summary>
    /// The object identifier of the curve, also where its parameters are written out; null for a curve without a name.
    /// </summary>
    /// <exception cref="DerException">The parameters are broken.</exception>
    public static string? CurveIdentifier(DerValue parameters)
    {
        if (parameters.Tag == DerTag.ObjectIdentifier)
        {
            return new DerReader(parameters.Encoded).ReadIdentifier();
        }

        return parameters.Tag == DerTag.Sequence ? FindExplicit(new DerReader(parameters.Content)) : null;
    }

    /// <summary>
    /// The domain of a named curve, or null when the name is not known. A file may name any identifier, also one whose arcs have
    /// no number here (<see cref="DerReader.ReadIdentifier"/>), which BouncyCastle's own constructor answers with an exception.
    /// </summary>
    public static X9ECParameters? NamedCurve(string curve) =>
        DerObjectIdentifier.TryFromID(curve, out var identifier) ? ECNamedCurveTable.GetByOid(identifier) : null;

    /// <summary>The number of significant bits of an unsigned number without leading zero bytes.</summary>
    public static int BitLength(ReadOnlySpan<byte> number)
    {
        var bits = number.Length * 8;
        for (var mask = 0x80; !number.IsEmpty && mask > 0 && (number[0] & mask) == 0; mask >>= 1)
        {
            bits--;
        }

        return bits;
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Convert.ToBase64String(bytes.ToArray());

    // ECParameters of RFC 3279 section 2.3.5. The base point is compared too: another one makes another key of the same point.
    private static string? FindExplicit(DerReader parameters)
    {
        parameters.ReadCount();
        var field = parameters.EnterSequence();
        if (field.ReadIdentifier() != "1.2.840.10045.1.1")
        {
            return null;
        }

        var prime = field.ReadUnsigned();
        var equation = parameters.EnterSequence();
        var a = DerReader.TrimZeros(equation.Read(DerTag.OctetString));
        var b = DerReader.TrimZeros(equation.Read(DerTag.OctetString));
        var basePoint = parameters.Read(DerTag.OctetString).Span;
        var order = parameters.ReadUnsigned();
        foreach (var identifier in KnownNames.CurveIdentifiers)
        {
            var known = NamedCurve(identifier);
            if (known is not null && Same(known.Curve.Field.Characteristic, prime) && Same(known.N, order)
                && Same(known.Curve.A.ToBigInteger(), a) && Same(known.Curve.B.ToBigInteger(), b)
                && (basePoint.SequenceEqual(known.G.GetEncoded(false)) || basePoint.SequenceEqual(known.G.GetEncoded(true))))
            {
                return identifier;
            }
        }

        return null;

        static bool Same(Org.BouncyCastle.Math.BigInteger number, ReadOnlyMemory<byte> bytes) =>
            bytes.Span.SequenceEqual(number.SignValue == 0 ? [] : number.ToByteArrayUnsigned());
    }

    private static ReadOnlyMemory<byte> Uncompress(string curve, ReadOnlyMemory<byte> point)
    {
        if (point.IsEmpty || point.Span[0] is not (2 or 3) || point.Length > 133)
        {
            return point;
        }

        var known = NamedCurve(curve);
        try
        {
            return known is null ? point : known.Curve.DecodePoint(point.ToArray()).GetEncoded(false);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or ArithmeticException)
        {
            throw new DerException();
        }
    }
}
