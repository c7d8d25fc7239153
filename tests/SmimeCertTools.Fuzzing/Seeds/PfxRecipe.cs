using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>
/// How a PFX is put together. It is built anew for each input, so that a change can be made inside, before what is around it is
/// encrypted and protected: the change then gets past decryption and integrity check.
/// </summary>
public sealed record PfxRecipe
{
    private const string Data = "1.2.840.113549.1.7.1";

    /// <summary>What it is called in reports.</summary>
    public string Name { get; init; } = "pfx";

    /// <summary>The password; null is the absent one.</summary>
    public string? Password { get; init; }

    /// <summary>The integrity check; null for none.</summary>
    public PfxMac? Mac { get; init; }

    /// <summary>The parts of the authenticated safe.</summary>
    public IReadOnlyList<PfxPartRecipe> Parts { get; init; } = [];

    /// <summary>Builds the file.</summary>
    /// <param name="change">Is shown every layer on the way, innermost first, and may return another; null changes
    /// nothing.</param>
    public byte[] Build(PfxLayerChange? change = null)
    {
        change ??= static (_, content) => content;
        var content = change(PfxLayer.Authenticated, Der.Sequence(Parts.Select(part => part.Build(Password, change))));
        var mac = Mac is null ? [] : change(PfxLayer.Mac, Mac.Protect(content, Password));
        var safe = Der.Sequence(Der.Identifier(Data), Der.Tagged(0, Der.Octets(content)));
        return change(PfxLayer.File, Der.Sequence(Der.Integer(3), safe, mac));
    }
}

/// <summary>A ContentInfo: safe contents in clear or encrypted.</summary>
public sealed record PfxPartRecipe(PfxCipher? Cipher, params IReadOnlyList<PfxBagRecipe> Bags)
{
    /// <summary>Whether the encrypted octets are written in segments, under a constructed [0].</summary>
    public bool IsSegmented { get; init; }

    internal byte[] Build(string? password, PfxLayerChange change)
    {
        var contents = change(PfxLayer.Contents, Der.Sequence(Bags.Select(bag => bag.Build(password, change))));
        if (Cipher is null)
        {
            return Der.Sequence(Der.Identifier("1.2.840.113549.1.7.1"), Der.Tagged(0, Der.Octets(contents)));
        }

        var encrypted = Cipher.Encrypt(contents, password);
        var octets = IsSegmented
            ? Der.Tagged(0, encrypted.Chunk(1 + (encrypted.Length / 3)).Select(Der.Octets))
            : Der.Element(0x80, encrypted);
        var info = Der.Sequence(Der.Identifier("1.2.840.113549.1.7.1"), Cipher.Algorithm, octets);
        return Der.Sequence(Der.Identifier("1.2.840.113549.1.7.6"), Der.Tagged(0, Der.Sequence(Der.Integer(0), info)));
    }
}

/// <summary>Returns a layer as it shall be.</summary>
/// <param name="layer">Which one.</param>
/// <param name="content">Its encoding in clear.</param>
public delegate byte[] PfxLayerChange(PfxLayer layer, byte[] content);

/// <summary>The encodings inside each other that make up a PFX.</summary>
public enum PfxLayer
{
    /// <summary>The whole file.</summary>
    File,

    /// <summary>MacData.</summary>
    Mac,

    /// <summary>AuthenticatedSafe, which the integrity check covers.</summary>
    Authenticated,

    /// <summary>SafeContents, decrypted.</summary>
    Contents,

    /// <summary>A private key, decrypted.</summary>
    PrivateKey,

    /// <summary>A certificate.</summary>
    Certificate,
}
