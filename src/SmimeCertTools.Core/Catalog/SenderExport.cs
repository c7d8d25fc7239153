using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Catalog;

/// <summary>Makes the files that senders, directories and Exchange take public halves from, and writes them.</summary>
public sealed class SenderExport
{
    private const int MaximumLength = 16 * 1024 * 1024;

    private readonly IReadOnlyList<CertificateInfo> _authorities;
    private readonly IssuerCertificates _issuers;

    /// <param name="authorities">The CAs' certificates, whose chains go with those of users; empty for none.</param>
    public SenderExport(IReadOnlyList<CertificateInfo> authorities)
    {
        _authorities = Guard.NotNull(authorities);
        _issuers = new IssuerCertificates(authorities.Select(authority => authority.RawData));
    }

    /// <summary>The certificates of a file in any form: DER, PEM, PKCS#7, or a PFX, whose private keys are not read.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="password">The password of a PFX; null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The certificates, and an error for each part that is none.</returns>
    /// <exception cref="ProfileException">The file cannot be read, or holds no certificate in a known form.</exception>
    /// <exception cref="Pfx.PfxException">It is a PFX that cannot be opened.</exception>
    public static async Task<(IReadOnlyList<CertificateInfo> Certificates, IReadOnlyList<SmimeException> Errors)> ReadAsync(
        string path, SecretText? password, CancellationToken cancellationToken)
    {
        var content = await TrustedCertificateFile.ReadBytesAsync(Guard.NotBlank(path), cancellationToken).ConfigureAwait(false);
        try
        {
            var found = new CertificateCollector(path);
            found.Read(content, password, cancellationToken);
            List<SmimeException> errors = [.. found.Unreadable];
            List<CertificateInfo> certificates = [];
            foreach (var der in found.Certificates)
            {
                try
                {
                    certificates.Add(CertificateReader.Read(der));
                }
                catch (FormatException e)
                {
                    errors.Add(new ProfileException(ProfileErrorKind.CertificateNotRecognized,
                        $"The file '{path}' holds a certificate that is damaged. Export it again.", path, e));
                }
            }

            return (certificates, errors);
        }
        finally
        {
            SecretBytes.Zero(content);
        }
    }

    /// <summary>How many issuers are known of a certificate, which go with it where the format takes them.</summary>
    public int IssuersOf(CatalogEntry entry) => _issuers.Of(Guard.NotNull(entry)).Count;

    /// <summary>A certificate and its issuers as PKCS#7 (.p7b).</summary>
    public byte[] Bundle(CatalogEntry entry) =>
        CertificateBundle.Write([Guard.NotNull(entry).RawData!, .. _issuers.Of(entry)]);

    /// <summary>All authorities as PKCS#7 (.p7b).</summary>
    public byte[] AuthorityBundle() => CertificateBundle.Write(_authorities.Select(authority => authority.RawData));

    /// <summary>All authorities as a serialized certificate store (.sst), which Exchange takes.</summary>
    public byte[] AuthorityStore() => SerializedStore.Write(_authorities.Select(authority => authority.RawData));

    /// <summary>
    /// A table (.csv) with the values that Active Directory and Exchange keep, in base64: UserCertificate is the certificate,
    /// UserSMIMECertificate the certificate and its issuers as PKCS#7.
    /// </summary>
    public byte[] Table(IReadOnlyList<SenderUser> users) => SenderTable.Write(Guard.NotNull(users), _issuers.Of);

    /// <summary>Writes a file with what is no secret, and reads it back.</summary>
    /// <param name="path">A full path in a folder that exists.</param>
    /// <param name="content">The content.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the call before the file gets its name.</param>
    /// <exception cref="FileWriteException">The file could not be written, or does not read back.</exception>
    public static async Task WriteAsync(string path, byte[] content, bool overwrite, CancellationToken cancellationToken)
    {
        await OrdinaryFile.WriteAsync(path, Guard.NotNull(content), overwrite, cancellationToken).ConfigureAwait(false);
        var written = await InputFile.ReadAsync(path, Math.Max(MaximumLength, content.Length),
            (_, cause) => FileWriteErrors.NotReadBack(path, cause), cancellationToken).ConfigureAwait(false);
        if (!written.AsSpan().SequenceEqual(content))
        {
            throw FileWriteErrors.NotReadBack(path);
        }
    }

    /// <summary>
    /// A file name for a user's certificate: characters that no system, or not every one, takes become underscores.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="entry">The certificate.</param>
    /// <param name="isOnly">Whether the user has no other here; else the name ends in the beginning of the thumbprint.</param>
    /// <param name="extension">The extension with its dot.</param>
    public static string FileName(string user, CatalogEntry entry, bool isOnly, string extension)
    {
        var name = new string([.. Guard.NotNull(user).Select(character =>
            char.IsLetterOrDigit(character) || character is '.' or '-' or '_' or '@' or '+' or '#' ? character : '_')]);
        var stem = isOnly ? name : $"{name}-{Guard.NotNull(entry).Thumbprint.Substring(0, 8)}";
        return (WindowsNames.Device(stem + extension) is null ? stem : "_" + stem) + extension;
    }
}
