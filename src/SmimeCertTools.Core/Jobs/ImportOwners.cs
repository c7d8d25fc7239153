using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Jobs;

/// <summary>
/// Finds out whose the certificates of an import are, and sees that they go to nobody else. Safe for concurrent use.
/// </summary>
/// <param name="importer">Looks users up; null where there is no connection to ask by.</param>
internal sealed class ImportOwners(UserPfxImporter? importer)
{
    /// <summary>
    /// The record under the name of its user. Where nobody can be asked, a record without user stays so, and the warning of
    /// another name than the user's comes with it.
    /// </summary>
    /// <exception cref="ImportException">It is another's, nobody's or of several.</exception>
    /// <exception cref="GraphRequestException">The user is unknown or could not be looked up.</exception>
    public async Task<(PreparedUserPfx Prepared, string? Warning)> SettleAsync(
        ImportRow row, PreparedUserPfx prepared, CancellationToken cancellationToken)
    {
        if (prepared.Certificate is not { } certificate)
        {
            return (prepared, null);
        }

        if (row.UserPrincipalName.Length == 0)
        {
            if (importer is null)
            {
                OwnerLookup.NamesIn(certificate, row.Path);
                return (prepared, null);
            }

            // Found by an address of the certificate, so it is this user's.
            var owner = await importer.Owners.FindAsync(certificate, row.Path, cancellationToken).ConfigureAwait(false);
            return (prepared.For(owner.User.UserPrincipalName, owner.Address), null);
        }

        var named = importer is not null
            && await importer.FindByMailAsync(row.UserPrincipalName, cancellationToken).ConfigureAwait(false) is { } user
                ? prepared.For(user.UserPrincipalName, row.UserPrincipalName) : prepared;
        return (named, row.AllowOtherAddress ? null
            : await CheckAsync(row, certificate, named.Record.UserPrincipalName, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// What is wrong with whom a certificate is for, before anything is sent; null for nothing, and where the upload will say it.
    /// </summary>
    public async Task<SmimeException?> FindProblemAsync(
        ImportRow row, CertificateInfo certificate, CancellationToken cancellationToken)
    {
        if (importer is null || (row.AllowOtherAddress && row.UserPrincipalName.Length > 0))
        {
            return null;
        }

        try
        {
            if (row.UserPrincipalName.Length == 0)
            {
                await importer.Owners.FindAsync(certificate, row.Path, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await importer.CheckOwnerAsync(certificate, row.UserPrincipalName, row.Path, cancellationToken)
                    .ConfigureAwait(false);
            }

            return null;
        }
        catch (ImportException error)
        {
            return error;
        }
        catch (GraphRequestException error)
        {
            return error.Kind == GraphErrorKind.UserNotFound ? error : null;
        }
    }

    private async Task<string?> CheckAsync(
        ImportRow row, CertificateInfo certificate, string user, CancellationToken cancellationToken) => importer is null
        ? AddressCheck.Warn(certificate, user, row.Path, "there is no connection to ask by")
        : await importer.CheckOwnerAsync(certificate, user, row.Path, cancellationToken).ConfigureAwait(false);
}
