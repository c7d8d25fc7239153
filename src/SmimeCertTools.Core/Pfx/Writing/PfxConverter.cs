using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx.Writing;

/// <summary>Writes the contents of an opened PFX anew, in memory, under another password and protection.</summary>
public static class PfxConverter
{
    /// <summary>Converts <paramref name="contents"/>.</summary>
    /// <param name="contents">The opened PFX, with one key pair at least.</param>
    /// <param name="password">The new password.</param>
    /// <param name="options">What is kept and how it is protected; the defaults when null.</param>
    /// <param name="path">The file the contents came from, for error messages; null for content without a file.</param>
    /// <param name="cancellationToken">Ends the call, a key derivation too.</param>
    /// <returns>One PFX; with <see cref="PfxConvertOptions.SplitKeyPairs"/> one for each key pair, in the file's order.</returns>
    /// <remarks>Private keys that belong to no certificate of the file are left out.</remarks>
    /// <exception cref="PfxException">There is no key pair to write (the kinds of <see cref="PfxKeyPairs.All"/>).</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static IReadOnlyList<ConvertedPfx> Convert(
        PfxContents contents, SecretText password, PfxConvertOptions? options = null, string? path = null,
        CancellationToken cancellationToken = default)
    {
        var pairs = PfxKeyPairs.All(contents, path);
        Guard.NotNull(password);
        options ??= new PfxConvertOptions();
        if (!options.SplitKeyPairs)
        {
            return [Write(pairs, options.KeepChain ? OthersOf(pairs, contents) : [], password, options, cancellationToken)];
        }

        return
        [
            .. pairs.Select(pair =>
                Write([pair], options.KeepChain ? pair.Chain : [], password, options, cancellationToken)),
        ];
    }

    internal static ConvertedPfx Write(
        IReadOnlyList<PfxKeyPair> pairs,
        IReadOnlyList<CertificateInfo> others,
        SecretText password,
        PfxConvertOptions options,
        CancellationToken cancellationToken) => new()
        {
            Content = PfxWriter.Write(pairs, others, password, options.Write, cancellationToken),
            Certificates = [.. pairs.Select(pair => pair.Certificate)],
            OtherCertificates = others,
        };

    // The issuers of each pair in the order of its chain, then the strangers in the file's order.
    private static List<CertificateInfo> OthersOf(IReadOnlyList<PfxKeyPair> pairs, PfxContents contents)
    {
        var seen = new HashSet<string>(pairs.Select(pair => pair.Certificate.ThumbprintSha256));
        return
        [
            .. pairs.SelectMany(pair => pair.Chain).Concat(contents.Certificates)
                .Where(certificate => seen.Add(certificate.ThumbprintSha256)),
        ];
    }
}

/// <summary>What <see cref="PfxConverter"/> keeps, and how it protects it.</summary>
public sealed class PfxConvertOptions
{
    /// <summary>The protection; iterations and friendly names included.</summary>
    public PfxWriteOptions Write { get; init; } = new();

    /// <summary>
    /// Whether certificates besides those of the key pairs are kept. When split, each file keeps its own pair's chain and no
    /// others. Default true.
    /// </summary>
    public bool KeepChain { get; init; } = true;

    /// <summary>Whether each key pair gets a file of its own. Default false.</summary>
    public bool SplitKeyPairs { get; init; }
}

/// <summary>A PFX made by <see cref="PfxConverter"/>.</summary>
public sealed class ConvertedPfx
{
    /// <summary>The file's bytes. Certificates, names and keys in them are encrypted.</summary>
    public required byte[] Content { get; init; }

    /// <summary>The certificates whose private keys are in it.</summary>
    public required IReadOnlyList<CertificateInfo> Certificates { get; init; }

    /// <summary>Other certificates in it, issuers before strangers.</summary>
    public required IReadOnlyList<CertificateInfo> OtherCertificates { get; init; }
}
