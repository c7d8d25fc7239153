using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Migration;

/// <summary>Tells whose a certificate is.</summary>
public interface ICertificateOwners
{
    /// <summary>Says that a certificate's user will be asked for, so that many are looked up together.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    void Announce(CertificateInfo certificate, CancellationToken cancellationToken);

    /// <summary>Whose a certificate is, or why that is not known.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="path">The file that it is in.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Graph.GraphRequestException">The users could not be looked up.</exception>
    Task<CertificateOwner> FindAsync(CertificateInfo certificate, string path, CancellationToken cancellationToken);
}

/// <summary>Whose a certificate is.</summary>
/// <param name="UserPrincipalName">The user; null when nobody knows.</param>
/// <param name="IsAmbiguous">Whether several users have names that are in it.</param>
/// <param name="Problem">Why it is not known whose it is, as a sentence; null when it is.</param>
public sealed record CertificateOwner(string? UserPrincipalName, bool IsAmbiguous = false, string? Problem = null);
