using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Conversion;

/// <summary>
/// One PFX file on its way into new files under other passwords: opened once, converted part by part in memory, opened again
/// before anything is written, read back after. CPU work and file access happen on the thread pool. Disposing it overwrites the
/// private keys.
/// </summary>
public sealed class PfxConversion : IDisposable
{
    private readonly PfxContents _contents;

    private PfxConversion(PfxContents contents, string path) => (_contents, Path) = (contents, path);

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>How the file is protected.</summary>
    public PfxProtection Protection => _contents.Protection;

    /// <summary>How many key pairs it holds; at least one.</summary>
    public int KeyPairCount => _contents.KeyPairs.Count;

    /// <summary>How many certificates without private key it holds.</summary>
    public int OtherCertificateCount => _contents.Certificates.Count - _contents.KeyPairs.Count;

    /// <summary>How many private keys without certificate it holds; they are not converted.</summary>
    public int UnmatchedKeyCount => _contents.UnmatchedKeys.Count;

    /// <summary>Reads and opens a file.</summary>
    /// <param name="path">Its full path.</param>
    /// <param name="password">Its password; absent for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="PfxException">It cannot be read or opened, or holds no key pair.</exception>
    public static async Task<PfxConversion> OpenAsync(string path, SecretText password, CancellationToken cancellationToken)
    {
        Guard.NotNull(password);
        var options = new PfxReadOptions { Path = path };
        var content = await PfxFile.ReadAsync(path, options, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Open(content, password, options, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What goes into each new file, in the file's order.</summary>
    /// <param name="splitKeyPairs">Whether each key pair gets a file of its own, with its own issuers.</param>
    public IReadOnlyList<PfxConversionPart> Plan(bool splitKeyPairs) => splitKeyPairs
        ? [.. _contents.KeyPairs.Select(pair => new PfxConversionPart([pair], isWhole: false))]
        : [new PfxConversionPart(_contents.KeyPairs, isWhole: true)];

    /// <summary>Makes a new file's content, and opens it with the new password before it is returned.</summary>
    /// <param name="part">What goes into it; one of <see cref="Plan"/>.</param>
    /// <param name="password">The new password.</param>
    /// <param name="options">What is kept, and the protection. How it is split is the part's business.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="FileWriteException">The content does not open again to what went into it.</exception>
    /// <exception cref="PfxException">
    /// The new file would ask for more iterations than are read (<see cref="PfxErrorKind.LimitExceeded"/>), or the platform's
    /// cryptography does not write it (<see cref="PfxErrorKind.Unsupported"/>).
    /// </exception>
    public Task<ConvertedPfx> ConvertAsync(
        PfxConversionPart part, SecretText password, PfxConvertOptions options, CancellationToken cancellationToken)
    {
        Guard.NotNull(part);
        Guard.NotNull(password);
        Guard.NotNull(options);
        return Task.Run(
            () =>
            {
                RefuseExcess(part, options.Write);
                try
                {
                    var converted = Convert(part, password, options, cancellationToken);
                    cancellationToken.ThrowIfCancellationRequested();
                    Verify(converted, part, password, cancellationToken);
                    return converted;
                }
                catch (Exception e) when (PlatformCryptography.IsFailure(e))
                {
                    throw new PfxErrors(Path).Refused("write it anew", e);
                }
            },
            cancellationToken);
    }

    /// <summary>Writes the content to a file that its owner alone can open, and reads it back.</summary>
    /// <param name="path">The file's full path, in a folder that exists.</param>
    /// <param name="converted">What <see cref="ConvertAsync"/> made.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the call before the file gets its name.</param>
    /// <exception cref="FileWriteException">It was not written, or does not read back.</exception>
    public static async Task WriteAsync(string path, ConvertedPfx converted, bool overwrite, CancellationToken cancellationToken)
    {
        var content = Guard.NotNull(converted).Content;
        await OwnerOnlyFile.WriteAsync(path, content, overwrite, cancellationToken).ConfigureAwait(false);
        try
        {
            // The file has its name: whether it is whole is worth knowing even when the work has been cancelled meanwhile.
            var options = new PfxReadOptions { MaxFileSize = content.Length };
            var written = await PfxFile.ReadAsync(path, options, CancellationToken.None).ConfigureAwait(false);
            if (!written.AsSpan().SequenceEqual(content))
            {
                throw FileWriteErrors.NotReadBack(path);
            }
        }
        catch (PfxException e)
        {
            throw FileWriteErrors.NotReadBack(path, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _contents.Dispose();

    /// <summary>Opens what was made of <paramref name="part"/> and compares the two.</summary>
    internal void Verify(
        ConvertedPfx converted, PfxConversionPart part, SecretText password, CancellationToken cancellationToken = default)
    {
        try
        {
            using var opened = PfxReader.Open(
                converted.Content, password, new PfxReadOptions { Path = Path }, cancellationToken);
            if (!IsSame(opened, converted, part.KeyPairs))
            {
                throw FileWriteErrors.NotConverted(Path);
            }
        }
        catch (PfxException e)
        {
            throw FileWriteErrors.NotConverted(Path, e);
        }
    }

    private static PfxConversion Open(
        byte[] content, SecretText password, PfxReadOptions options, CancellationToken cancellationToken)
    {
        PfxContents? contents = null;
        try
        {
            contents = PfxReader.Open(content, password, options, cancellationToken);
            PfxKeyPairs.All(contents, options.Path);
            var conversion = new PfxConversion(contents, options.Path!);
            contents = null;
            return conversion;
        }
        finally
        {
            contents?.Dispose();

            // It may hold keys in clear.
            SecretBytes.Zero(content);
        }
    }

    private static bool IsSame(PfxContents opened, ConvertedPfx converted, IReadOnlyList<PfxKeyPair> pairs)
    {
        var certificates = converted.Certificates.Concat(converted.OtherCertificates);
        return opened.UnmatchedKeys.Count == 0
            && opened.KeyPairs.Count == pairs.Count
            && pairs.All(pair => opened.KeyPairs.Any(found =>
                found.Certificate.RawData.AsSpan().SequenceEqual(pair.Certificate.RawData)
                && found.PrivateKey.Span.SequenceEqual(pair.PrivateKey.Span)))
            && new HashSet<string>(certificates.Select(certificate => certificate.ThumbprintSha256))
                .SetEquals(opened.Certificates.Select(certificate => certificate.ThumbprintSha256));
    }

    /// <summary>Refuses before hours of work what nobody could read again.</summary>
    private void RefuseExcess(PfxConversionPart part, PfxWriteOptions options)
    {
        // Blocks of hash output: one for the check; for the certificates and for each key three of SHA-1 (key of 24 bytes, IV
        // of 8, RFC 7292 appendix B.2) or one of SHA-256 (key of 32 bytes).
        var blocks = options.Encryption == SmimePfxEncryption.TripleDesSha1 ? 3 : 1;
        var work = options.Iterations * (1 + (blocks * (1L + part.KeyPairs.Count)));
        if (options.Iterations > PfxReadOptions.Default.MaxIterations || work > PfxReadOptions.Default.MaxTotalIterations)
        {
            throw new PfxException(PfxErrorKind.LimitExceeded,
                $"The file '{Path}' is not converted: with that many iterations the new file would ask for more work than is "
                + "taken on when a file is read. Choose fewer.", Path);
        }
    }

    private ConvertedPfx Convert(
        PfxConversionPart part, SecretText password, PfxConvertOptions options, CancellationToken cancellationToken)
    {
        if (part.IsWhole)
        {
            var whole = new PfxConvertOptions { Write = options.Write, KeepChain = options.KeepChain };
            return PfxConverter.Convert(_contents, password, whole, Path, cancellationToken)[0];
        }

        var issuers = options.KeepChain ? part.KeyPairs[0].Chain : [];
        return PfxConverter.Write(part.KeyPairs, issuers, password, options, cancellationToken);
    }
}
