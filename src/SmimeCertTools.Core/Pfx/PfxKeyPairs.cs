using System.Linq;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Chooses the key pair to deliver from an opened PFX.</summary>
public static class PfxKeyPairs
{
    private const int MostNamed = 5;

    /// <summary>The one key pair of <paramref name="contents"/>.</summary>
    /// <param name="contents">The opened PFX; it keeps owning the pair.</param>
    /// <param name="path">The file, for error messages; null for content without a file.</param>
    /// <exception cref="PfxException">
    /// There is none (<see cref="PfxErrorKind.NoCertificate"/>, <see cref="PfxErrorKind.NoPrivateKey"/>,
    /// <see cref="PfxErrorKind.KeyMismatch"/>, <see cref="PfxErrorKind.Unsupported"/> where a key's kind cannot be computed with)
    /// or there are several (<see cref="PfxErrorKind.MultipleKeyPairs"/>).
    /// </exception>
    public static PfxKeyPair Single(PfxContents contents, string? path)
    {
        var pairs = Guard.NotNull(contents).KeyPairs;
        if (pairs.Count == 1)
        {
            return pairs[0];
        }

        var errors = new PfxErrors(path);
        if (pairs.Count > 1)
        {
            var named = pairs.Take(MostNamed).Select(pair => pair.Certificate.Subject + " (" + pair.Certificate.Thumbprint + ")");
            var names = string.Join("; ", named);
            throw errors.MultipleKeyPairs(pairs.Count, pairs.Count > MostNamed ? names + "; …" : names);
        }

        throw contents.HasUnreadableParts ? errors.Unsupported("encryption for a recipient's public key")
            : contents.Certificates.Count == 0 ? errors.NoCertificate()
            : contents.UnmatchedKeys.Count == 0 ? errors.NoPrivateKey()
            : contents.UnsupportedKeys.Count > 0 ? errors.Unsupported("a private key of the kind " + contents.UnsupportedKeys[0])
            : errors.KeyMismatch();
    }
}
