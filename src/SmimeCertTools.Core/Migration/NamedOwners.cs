using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Migration;

/// <summary>
/// Takes the name that is in a certificate for its user's, where no directory can be asked: the user principal name, else the
/// first mail address.
/// </summary>
public sealed class NamedOwners : ICertificateOwners
{
    /// <inheritdoc/>
    public void Announce(CertificateInfo certificate, CancellationToken cancellationToken)
    {
    }

    /// <inheritdoc/>
    public Task<CertificateOwner> FindAsync(CertificateInfo certificate, string path, CancellationToken cancellationToken)
    {
        var name = Guard.NotNull(certificate).UserPrincipalNames.Concat(certificate.EmailAddresses)
            .FirstOrDefault(text => UserPrincipalNames.FindProblem(text) is null);
        return Task.FromResult(name is not null ? new CertificateOwner(name)
            : new CertificateOwner(null, Problem:
                $"The certificate {certificate.Thumbprint} in '{path}' has neither a mail address nor a user principal name in "
                + "it. Say whose it is: a list with the columns Path and UserPrincipalName as the archive."));
    }
}
