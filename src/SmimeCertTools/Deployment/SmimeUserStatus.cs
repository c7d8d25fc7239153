using System;
using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Status;
using SmimeCertTools.Deployment.NextSteps;
using SmimeCertTools.History;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment;

/// <summary>
/// What one user has, gets and has to do. It names the user to other cmdlets by UserPrincipalName; its certificates pipe on by
/// themselves. Times are local.
/// </summary>
public sealed class SmimeUserStatus : IKnown
{
    private readonly UserStatus _status;

    internal SmimeUserStatus(UserStatus status, DeploymentNextSteps nextSteps)
    {
        _status = status;
        Certificates = [.. status.History.Entries.Select(entry => new SmimeCertHistoryEntry(entry))];
        Devices = [.. status.Devices.Select(device => new SmimeUserDevice(device))];
        Profiles = [.. status.Profiles.Select(profile => new SmimeUserProfile(profile))];
        MailClients = [.. status.MailClients.Select(client => new SmimeUserMailClient(client))];
        Findings =
        [
            .. status.History.FindingsWhere(status.SignsByProfile)
                .Select(finding => new SmimeUserFinding(finding,
                    status.CheckOf(finding) is { } check ? nextSteps.Of(check) : HistoryAdvice.NextStep(finding)))
                .Concat(status.Checks.Select(check => new SmimeUserFinding(check, nextSteps.Of(check))))
                .OrderByDescending(finding => finding.Severity),
        ];
        Unread = [.. status.Unread.Select(text => text.Visible())];
    }

    /// <summary>The user.</summary>
    public string UserPrincipalName => _status.History.UserPrincipalName.Visible();

    /// <summary>The display name; null for none.</summary>
    public string? DisplayName => _status.History.DisplayName.Visible();

    /// <summary>The end of what a valid encryption certificate in Intune covers from now on; null for none.</summary>
    public DateTime? EncryptionUntil => _status.EncryptionUntil?.LocalDateTime;

    /// <summary>The same for imported signing certificates.</summary>
    public DateTime? SigningUntil => _status.SigningUntil?.LocalDateTime;

    /// <summary>Whether a profile issues a signing certificate to each device; null where nobody could say.</summary>
    public bool? SignsByProfile => _status.SignsByProfile;

    /// <summary>The certificates in time order.</summary>
    public SmimeCertHistoryEntry[] Certificates { get; }

    /// <summary>What devices report of the user's certificates.</summary>
    public SmimeUserDevice[] Devices { get; }

    /// <summary>The profiles that reach the user, and those that leave the user out.</summary>
    public SmimeUserProfile[] Profiles { get; }

    /// <summary>What turns S/MIME on in mail clients.</summary>
    public SmimeUserMailClient[] MailClients { get; }

    /// <summary>What stands out, most severe first, each with what to do.</summary>
    public SmimeUserFinding[] Findings { get; }

    /// <summary>What could not be read, so that it is not said here.</summary>
    public string[] Unread { get; }

    /// <summary>The user, and how many findings there are.</summary>
    public override string ToString() => ViewText.Text($"{UserPrincipalName}: {UserStatusText.Summary(this)}");

    void IKnown.Remember(KnownNames names)
    {
        names.Add(KnownNameKind.User, UserPrincipalName, "A user whose status was looked at");
        foreach (var certificate in Certificates)
        {
            ((IKnown)certificate).Remember(names);
        }
    }
}
