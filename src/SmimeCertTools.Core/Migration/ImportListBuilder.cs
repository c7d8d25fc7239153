using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Pfx;

namespace SmimeCertTools.Core.Migration;

/// <summary>Makes rows of a list for an import of what a search found: whose each file is, and what for.</summary>
/// <param name="owners">Tells whose certificates are.</param>
/// <param name="dualUse">
/// The purpose of a certificate that may be used for both signing and encryption, where the file's name does not say.
/// </param>
public sealed class ImportListBuilder(
    ICertificateOwners owners, UserPfxPurpose dualUse = UserPfxPurpose.SmimeEncryption)
{
    private static readonly string[] WordsOfSigning = ["sig", "sign", "signing", "signature", "signatur"];
    private static readonly string[] WordsOfEncryption = ["enc", "encr", "encrypt", "encryption", "crypt", "verschluesselung"];

    /// <summary>Makes a row for each file, in the order of the files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Graph.GraphRequestException">The users could not be looked up.</exception>
    public async Task<IReadOnlyList<ImportListRow>> BuildAsync(
        IReadOnlyList<SearchedFile> files, CancellationToken cancellationToken)
    {
        var seen = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        List<ImportListRow> rows = [.. Guard.NotNull(files).Select(file => Judge(file, seen))];
        foreach (var certificate in rows.Where(IsAsked).SelectMany(row => row.ForMail))
        {
            if (certificate.ReadCertificate() is { } parsed)
            {
                owners.Announce(parsed, cancellationToken);
            }
        }

        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Status == SmimeImportListStatus.Matched)
            {
                rows[i] = await OwnAsync(rows[i], cancellationToken).ConfigureAwait(false);
            }
        }

        return rows;
    }

    private static bool IsAsked(ImportListRow row) =>
        row is { Status: SmimeImportListStatus.Matched, UserPrincipalName: null };

    private ImportListRow Judge(SearchedFile file, Dictionary<string, string> seen)
    {
        var row = new ImportListRow
        {
            Path = file.Path,
            Status = SmimeImportListStatus.Matched,
            UserPrincipalName = file.UserPrincipalName,
            Certificates = file.Certificates,
            Password = file.Password,
            PasswordFile = file.PasswordFile,
            IsAsked = file.IsAsked,
            AllowOtherAddress = file.AllowOtherAddress,
            PasswordLine = file.Listed?.Line,
            Tried = file.Tried,
            Error = file.Error,
        };
        if (file.Error is { } error)
        {
            return row with
            {
                Status = error is PfxException { Kind: PfxErrorKind.NotPfx }
                    ? SmimeImportListStatus.NotAPfx : SmimeImportListStatus.Failed,
                Message = error.Message,
            };
        }

        if (file.Password is null && !file.IsOfCatalog)
        {
            return row with
            {
                Status = SmimeImportListStatus.PasswordNotFound,
                Message = file.Tried == 0 ? $"No password is known for '{file.Path}'."
                    : $"None of {file.Tried} passwords opens '{file.Path}'. Check that its password is in the list, as it was "
                        + "typed when the file was made.",
            };
        }

        var first = file.Certificates.Select(certificate => seen.TryGetValue(certificate.Thumbprint, out var path) ? path : null)
            .ToList();
        foreach (var certificate in file.Certificates.Where(certificate => !seen.ContainsKey(certificate.Thumbprint)))
        {
            seen.Add(certificate.Thumbprint, file.Path);
        }

        return first.TrueForAll(path => path is not null)
                ? row with
                {
                    Status = SmimeImportListStatus.Duplicate,
                    Message = $"What is in '{file.Path}' is in '{first[0]}' as well, which was taken.",
                }
            : row.ForMail.Any() ? row with { Purpose = file.IntendedPurpose ?? PurposeOf(row) }
            : row with
            {
                Status = SmimeImportListStatus.NotForMail,
                Message = $"The certificate in '{file.Path}' ({file.Certificates[0].Subject}) may be used neither for signing "
                    + "nor for encrypting mail.",
            };
    }

    private UserPfxPurpose? PurposeOf(ImportListRow row)
    {
        var capabilities = row.ForMail.Select(certificate => certificate.Capability).Distinct().ToList();
        return capabilities.Contains(SmimeCertCapability.Both) || capabilities.Contains(null) ? Named(row.Path) ?? dualUse
            : capabilities.Count > 1 ? null
            : capabilities[0] == SmimeCertCapability.Signing ? UserPfxPurpose.SmimeSigning
            : UserPfxPurpose.SmimeEncryption;
    }

    private static UserPfxPurpose? Named(string path)
    {
        var words = NameWords.Of(System.IO.Path.GetFileNameWithoutExtension(path));
        var (signs, encrypts) = (WordsOfSigning.Any(words.Contains), WordsOfEncryption.Any(words.Contains));
        return signs == encrypts ? null : signs ? UserPfxPurpose.SmimeSigning : UserPfxPurpose.SmimeEncryption;
    }

    private async Task<ImportListRow> OwnAsync(ImportListRow row, CancellationToken cancellationToken)
    {
        if (row.UserPrincipalName is not null)
        {
            return row;
        }

        var users = new List<string>();
        foreach (var certificate in row.ForMail)
        {
            var owner = await FindAsync(certificate, row.Path, cancellationToken).ConfigureAwait(false);
            if (owner.UserPrincipalName is not { } user)
            {
                return row with
                {
                    Status = owner.IsAmbiguous ? SmimeImportListStatus.Ambiguous : SmimeImportListStatus.UserNotFound,
                    Message = owner.Problem,
                };
            }

            if (!users.Contains(user, StringComparer.OrdinalIgnoreCase))
            {
                users.Add(user);
            }
        }

        return users.Count == 1 ? row with { UserPrincipalName = users[0] } : row with
        {
            Status = SmimeImportListStatus.Ambiguous,
            Message = $"'{row.Path}' holds certificates of {string.Join(" and ", users)}. Split it into a file for each.",
        };
    }

    // A catalogue of another tool may lack the certificate itself.
    private async Task<CertificateOwner> FindAsync(CatalogEntry entry, string path, CancellationToken cancellationToken) =>
        entry.ReadCertificate() is { } certificate
            ? await owners.FindAsync(certificate, path, cancellationToken).ConfigureAwait(false)
            : new CertificateOwner(null, Problem: $"The catalogue does not have the certificate {entry.Thumbprint} of '{path}' "
                + "itself (column RawData), so nobody can be asked whose it is.");
}
