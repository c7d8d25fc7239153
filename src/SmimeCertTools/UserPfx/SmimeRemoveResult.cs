using SmimeCertTools.Core;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>What Remove-SmimeUserPfx -PassThru did with one record.</summary>
public sealed class SmimeRemoveResult : IKnown
{
    private readonly RemovalResult _result;

    internal SmimeRemoveResult(RemovalResult result) => _result = result;

    /// <summary>What became of it.</summary>
    public SmimeRemoveStatus Status => (SmimeRemoveStatus)_result.Entry.Status;

    /// <summary>The user the record is for.</summary>
    public string? UserPrincipalName => _result.Entry.UserPrincipalName.Visible();

    /// <summary>SHA-1 thumbprint of the certificate.</summary>
    public string? Thumbprint => _result.Entry.Thumbprint.Visible();

    /// <summary>The record's purpose; null when no record was found.</summary>
    public UserPfxPurpose? IntendedPurpose => _result.Entry.Purpose;

    /// <summary>The record's id in Intune; null when no record was found.</summary>
    public string? RecordId => _result.Entry.RecordId.Visible();

    /// <summary>The certificate's serial number, to revoke it at the CA; null when it is not known.</summary>
    public string? SerialNumber => _result.SerialNumber.Visible();

    /// <summary>The certificate's issuer; null when it is not known.</summary>
    public string? Issuer => _result.Issuer.Visible();

    /// <summary>The identifier of the error; null unless Status is Failed, Unconfirmed or NotAttempted.</summary>
    public string? ErrorId => _result.Entry.ErrorId.Visible();

    /// <summary>What went wrong; null unless Status is Failed, Unconfirmed or NotAttempted.</summary>
    public string? Error => _result.Entry.Message.Visible();

    /// <summary>The same as IntendedPurpose, under the heading of tables.</summary>
    public UserPfxPurpose? Purpose => IntendedPurpose;

    /// <summary>User, certificate and what became of it.</summary>
    public override string ToString() => ViewText.Text(
        $"{UserPrincipalName}: {Status}{(Thumbprint is null ? null : $", {Thumbprint}")}"
        + $"{(ErrorId is null ? null : $" ({ErrorId})")}");

    void IKnown.Remember(KnownNames names)
    {
        if (Status is SmimeRemoveStatus.Removed or SmimeRemoveStatus.AlreadyRemoved)
        {
            names.Forget(KnownNameKind.UserCertificate, Thumbprint, UserPrincipalName);
        }
    }
}
