using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// The roots and intermediates of a file: certificates in PEM (one or many) or DER, PKCS#7 in either, or the chain out of a PFX.
/// Private keys in it are not read.
/// </summary>
public sealed class TrustedCertificateFile
{
    private const int MaximumLength = 16 * 1024 * 1024;

    private TrustedCertificateFile(
        string? path, IReadOnlyList<TrustedCertificate> certificates, IReadOnlyList<ProfileException> refused) =>
        (Path, Certificates, Refused) = (path, certificates, refused);

    /// <summary>The file; null for content without one.</summary>
    public string? Path { get; }

    /// <summary>The roots and intermediates without doubles, in the file's order.</summary>
    public IReadOnlyList<TrustedCertificate> Certificates { get; }

    /// <summary>
    /// What in the file is no root or intermediate, one error each; the end certificates of a PFX, which belong there, are not
    /// among them.
    /// </summary>
    public IReadOnlyList<ProfileException> Refused { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="password">The password of a PFX; null for none. Other files do not need it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank.</exception>
    /// <exception cref="ProfileException">The file cannot be read, or holds no certificate in a known form, or a PFX holds none
    /// of a root or intermediate.</exception>
    /// <exception cref="PfxException">The file is a PFX that cannot be opened: another password, damage.</exception>
    public static async Task<TrustedCertificateFile> ReadAsync(
        string path, SecretText? password = null, CancellationToken cancellationToken = default)
    {
        Guard.NotBlank(path);
        var content = await ReadBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            return Read(content, password, path, cancellationToken);
        }
        finally
        {
            // It may hold a private key, handed over by mistake.
            SecretBytes.Zero(content);
        }
    }

    /// <summary>Reads a file's content.</summary>
    /// <param name="content">The content; not kept.</param>
    /// <param name="password">The password of a PFX; null for none.</param>
    /// <param name="path">The file's path, for messages; null for none.</param>
    /// <param name="cancellationToken">Ends the call, the opening of a PFX too.</param>
    /// <exception cref="ProfileException">As <see cref="ReadAsync"/>.</exception>
    /// <exception cref="PfxException">As <see cref="ReadAsync"/>.</exception>
    public static TrustedCertificateFile Read(byte[] content, SecretText? password = null, string? path = null,
        CancellationToken cancellationToken = default)
    {
        var found = new CertificateCollector(path);
        found.Read(Guard.NotNull(content), password, cancellationToken);
        List<TrustedCertificate> certificates = [];
        List<ProfileException> refused = [.. found.Unreadable];
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var der in found.Certificates)
        {
            try
            {
                var certificate = TrustedCertificate.Read(der, path);
                if (known.Add(certificate.Certificate.ThumbprintSha256))
                {
                    certificates.Add(certificate);
                }
            }
            catch (ProfileException e) when (found.IsPfx && e.Kind == ProfileErrorKind.CertificateNotAuthority)
            {
                // The end certificate, whose chain is asked for.
            }
            catch (ProfileException e)
            {
                refused.Add(e);
            }
        }

        return found.IsPfx && certificates.Count == 0 && refused.Count == 0
            ? throw new ProfileException(ProfileErrorKind.CertificateNotAuthority,
                $"{TrustedCertificate.Place(path)} is a PFX without the chain: it holds no root or intermediate. Export it "
                    + "with all certificates of the certification path, or use the CA's own certificate file.", path)
            : new TrustedCertificateFile(path, certificates, refused);
    }

    /// <summary>A certificate file's content; the caller overwrites it.</summary>
    /// <exception cref="ProfileException">It cannot be read, or is too large.</exception>
    internal static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        var content = await InputFile.ReadAsync(path, MaximumLength, (fault, cause) => Unreadable(fault switch
        {
            InputFault.Folder => "is a folder. Name the certificate file itself.",
            InputFault.NotFound => "does not exist. Check the path.",
            InputFault.Denied => "may not be read by this account. Run as one that may, or change its permissions.",
            InputFault.Other => $"cannot be read: {cause!.Message}. {FileKind.Advice}",
            InputFault.InUse => "cannot be read: another program has it open. " + HeldFile.Advice,
            _ => $"cannot be read ({cause!.Message.TrimEnd('.')}). Check the path and the disk.",
        }, cause), cancellationToken).ConfigureAwait(false);
        return content.Length <= MaximumLength ? content : throw Unreadable(
            $"is larger than {MaximumLength / 1024 / 1024} MB, which no certificate file is.", null);

        ProfileException Unreadable(string problem, Exception? cause) =>
            new(ProfileErrorKind.CertificateUnreadable, $"The certificate file '{path}' {problem}", path, cause);
    }
}
