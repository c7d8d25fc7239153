using System;
using System.Threading;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Opens PKCS#12 content (RFC 7292).</summary>
public static class PfxReader
{
    /// <summary>
    /// Opens a PFX: checks its integrity, decrypts it, and proves which private key belongs to which certificate.
    /// </summary>
    /// <param name="content">The file's bytes; not kept.</param>
    /// <param name="password">The password; <see cref="SecretText.Absent"/> for none. When it is empty or absent, the other of
    /// the two is tried too.</param>
    /// <param name="options">Limits and labels; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the call, a key derivation too.</param>
    /// <returns>The contents; the caller disposes of them. It may hold no key pair: see
    /// <see cref="PfxKeyPairs.Single"/>.</returns>
    /// <exception cref="PfxException">The content cannot be opened; its kind says why.</exception>
    /// <remarks>
    /// Read are the encryptions PBES1 and PBES2 and the checks of RFC 7292 and RFC 9579, in BER as in DER. A file without a check
    /// opens under any password if nothing in it is encrypted, and a change in it may go unnoticed.
    /// </remarks>
    public static PfxContents Open(ReadOnlyMemory<byte> content, SecretText password, PfxReadOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Guard.NotNull(password);
        options ??= PfxReadOptions.Default;
        var errors = new PfxErrors(options.Path);
        if (content.Length > options.MaxFileSize)
        {
            throw errors.TooLarge(options.MaxFileSize);
        }

        PfxSniffer.RefuseOther(content.Span, errors);
        return Run(password, options, errors, opening => opening.Run(content), cancellationToken)!;
    }

    /// <summary>
    /// Opens a PFX if the password is its own, at the least cost for one that is not: of many passwords one is to be found.
    /// </summary>
    /// <param name="content">What begins as a PFX does.</param>
    /// <param name="password">The password.</param>
    /// <param name="options">Limits and labels.</param>
    /// <param name="cancellationToken">Ends the call, a key derivation too.</param>
    /// <returns>The contents, of which the caller disposes; null where the password is another.</returns>
    /// <exception cref="PfxException">The content cannot be opened for another reason.</exception>
    internal static PfxContents? TryOpen(ReadOnlyMemory<byte> content, SecretText password, PfxReadOptions options,
        CancellationToken cancellationToken) =>
        Run(password, options, new PfxErrors(options.Path), opening => opening.Try(content), cancellationToken);

    /// <summary>Refuses what is no PFX, as <see cref="Open"/> does before anything is derived.</summary>
    /// <exception cref="PfxException">It is none.</exception>
    internal static void RefuseOther(ReadOnlyMemory<byte> content, string path) =>
        PfxSniffer.RefuseOther(content.Span, new PfxErrors(path));

    private static PfxContents? Run(SecretText password, PfxReadOptions options, PfxErrors errors,
        Func<PfxOpening, PfxContents?> run, CancellationToken cancellationToken)
    {
        using var opening = new PfxOpening(password, options, errors, cancellationToken);
        try
        {
            return run(opening);
        }
        catch (DerException e)
        {
            throw errors.From(e, "its structure");
        }
        catch (Exception e) when (PlatformCryptography.IsFailure(e))
        {
            throw errors.Refused("open it", e);
        }
    }
}
