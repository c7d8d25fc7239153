using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Migration;

/// <summary>
/// Asks the directory whose a certificate is: by user principal name, mail and proxyAddresses. Where the connection may not ask,
/// the names in the certificates stand for their users.
/// </summary>
/// <param name="client">The connection's client.</param>
/// <param name="onForbidden">Told, once, that the directory may not be asked.</param>
public sealed class TenantOwners(UserPfxClient client, Action<GraphRequestException> onForbidden) : ICertificateOwners
{
    private readonly OwnerLookup _lookup = new(client);
    private readonly NamedOwners _named = new();
    private bool _isForbidden;

    /// <inheritdoc/>
    public void Announce(CertificateInfo certificate, CancellationToken cancellationToken) =>
        _lookup.Announce(certificate, cancellationToken);

    /// <inheritdoc/>
    public async Task<CertificateOwner> FindAsync(
        CertificateInfo certificate, string path, CancellationToken cancellationToken)
    {
        try
        {
            if (!_isForbidden)
            {
                var found = await _lookup.FindAsync(certificate, path, cancellationToken).ConfigureAwait(false);
                return new CertificateOwner(found.User.UserPrincipalName);
            }
        }
        catch (ImportException error)
        {
            return new CertificateOwner(null, error.Kind == ImportErrorKind.UserAmbiguous, error.Message);
        }
        catch (GraphRequestException error) when (error.Kind == GraphErrorKind.Forbidden)
        {
            if (!_isForbidden)
            {
                _isForbidden = true;
                onForbidden(error);
            }
        }

        return await _named.FindAsync(certificate, path, cancellationToken).ConfigureAwait(false);
    }
}
