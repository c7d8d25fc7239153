using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Chooses the key pairs to deliver from an opened PFX.</summary>
public static class PfxKeyPairs
{
    private const int MostNamed = 5;

    /// <summary>The one key pair of <paramref name="contents"/>.</summary>
    /// <param name="contents">The opened PFX; it keeps owning the pair.</param>
    /// <param name="path">The file, for error messages; null for content without a file.</param>
    /// <exception cref="PfxException">
    /// There is none (the kinds of <see cref="All"/>), or there are several (<see cref="PfxErrorKind.MultipleKeyPairs"/>).
    /// </exception>
    public static PfxKeyPair Single(PfxContents contents, string? path) =>
        SingleOrAdvise(contents, path, "Split it into a file for each.");

    /// <summary>All key pairs of <paramref name="contents"/>, at least one, in the file's order.</summary>
    /// <param name="contents">The opened PFX; it keeps owning the pairs.</param>
    /// <param name="path">The file, for error messages; null for content without a file.</param>
    /// <exception cref="PfxException">
    /// There is none: <see cref="PfxErrorKind.NoCertificate"/>, <see cref="PfxErrorKind.NoPrivateKey"/>,
    /// <see cref="PfxErrorKind.KeyMismatch"/>, or <see cref="PfxErrorKind.Unsupported"/> where a key's kind cannot be computed
    /// with.
    /// </exception>
    public static IReadOnlyList<PfxKeyPair> All(PfxContents contents, string? path)
    {
        if (Guard.NotNull(contents).KeyPairs.Count > 0)
        {
            return contents.KeyPairs;
        }

        var errors = new PfxErrors(path);
        throw contents.HasUnreadableParts ? errors.Unsupported("encryption for a recipient's public key")
            : contents.Certificates.Count == 0 ? errors.NoCertificate()
            : contents.UnmatchedKeys.Count == 0 ? errors.NoPrivateKey()
            : contents.UnsupportedKeys.Count > 0 ? errors.Unsupported("a private key of the kind " + contents.UnsupportedKeys[0])
            : errors.KeyMismatch();
    }

    /// <summary>The one key pair, or an error that ends with <paramref name="advice"/> when there are several.</summary>
    internal static PfxKeyPair SingleOrAdvise(PfxContents contents, string? path, string advice)
    {
        var pairs = All(contents, path);
        if (pairs.Count == 1)
        {
            return pairs[0];
        }

        var named = pairs.Take(MostNamed).Select(pair => pair.Certificate.Subject + " (" + pair.Certificate.Thumbprint + ")");
        var names = string.Join("; ", named);
        throw new PfxErrors(path).MultipleKeyPairs(pairs.Count, pairs.Count > MostNamed ? names + "; …" : names, advice);
    }
}
