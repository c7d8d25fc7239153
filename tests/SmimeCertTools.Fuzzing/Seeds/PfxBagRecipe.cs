using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>How a SafeBag is put together (RFC 7292 section 4.2).</summary>
public abstract record PfxBagRecipe
{
    private const string BagTypes = "1.2.840.113549.1.12.10.1.";

    /// <summary>The friendlyName attribute; null for none.</summary>
    public string? FriendlyName { get; init; }

    /// <summary>The localKeyId attribute; null for none.</summary>
    public byte[]? LocalKeyId { get; init; }

    /// <summary>A certificate.</summary>
    public static PfxBagRecipe Certificate(byte[] certificate) => new CertificateBag(certificate);

    /// <summary>A private key: encrypted, or in clear without a <paramref name="cipher"/>.</summary>
    public static PfxBagRecipe PrivateKey(byte[] key, PfxCipher? cipher) => new KeyBag(key, cipher);

    /// <summary>Bags in a bag.</summary>
    public static PfxBagRecipe Nested(params IReadOnlyList<PfxBagRecipe> bags) => new NestedBag(bags);

    /// <summary>A bag that holds neither key nor certificate: 4 is a CRL, 5 a secret.</summary>
    public static PfxBagRecipe Other(int type, byte[] value) => new OtherBag(type, value);

    internal byte[] Build(string? password, PfxLayerChange change)
    {
        var (type, value) = BuildValue(password, change);
        byte[][] attributes =
        [
            .. FriendlyName is null ? [] : new[] { Attribute("1.2.840.113549.1.9.20", Der.BmpString(FriendlyName)) },
            .. LocalKeyId is null ? [] : new[] { Attribute("1.2.840.113549.1.9.21", Der.Octets(LocalKeyId)) },
        ];
        return Der.Sequence(
            Der.Identifier(BagTypes + type), Der.Tagged(0, value), attributes.Length == 0 ? [] : Der.Set(attributes));
    }

    private protected abstract (int Type, byte[] Value) BuildValue(string? password, PfxLayerChange change);

    private static byte[] Attribute(string type, byte[] value) => Der.Sequence(Der.Identifier(type), Der.Set(value));

    private sealed record CertificateBag(byte[] Content) : PfxBagRecipe
    {
        private protected override (int Type, byte[] Value) BuildValue(string? password, PfxLayerChange change) =>
            (3, Der.Sequence(
                Der.Identifier("1.2.840.113549.1.9.22.1"), Der.Tagged(0, Der.Octets(change(PfxLayer.Certificate, Content)))));
    }

    private sealed record KeyBag(byte[] Key, PfxCipher? Cipher) : PfxBagRecipe
    {
        private protected override (int Type, byte[] Value) BuildValue(string? password, PfxLayerChange change)
        {
            var key = change(PfxLayer.PrivateKey, Key);
            return Cipher is null
                ? (1, key)
                : (2, Der.Sequence(Cipher.Algorithm, Der.Octets(Cipher.Encrypt(key, password))));
        }
    }

    private sealed record NestedBag(IReadOnlyList<PfxBagRecipe> Bags) : PfxBagRecipe
    {
        private protected override (int Type, byte[] Value) BuildValue(string? password, PfxLayerChange change) =>
            (6, Der.Sequence(Bags.Select(bag => bag.Build(password, change))));
    }

    private sealed record OtherBag(int Type, byte[] Content) : PfxBagRecipe
    {
        private protected override (int Type, byte[] Value) BuildValue(string? password, PfxLayerChange change) =>
            (Type, Der.Sequence(Der.Identifier("1.2.840.113549.1.9.23.1"), Der.Tagged(0, Der.Octets(Content))));
    }
}
