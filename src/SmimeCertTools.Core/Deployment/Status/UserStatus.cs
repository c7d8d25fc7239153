using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.History;

namespace SmimeCertTools.Core.Deployment.Status;

/// <summary>What one user has, gets and has to do.</summary>
public sealed class UserStatus
{
    /// <summary>The user's certificates and what stands out in them.</summary>
    public required CertificateHistory History { get; init; }

    /// <summary>What the user's devices report of certificates, by device.</summary>
    public required IReadOnlyList<UserDevice> Devices { get; init; }

    /// <summary>The profiles that reach the user, and those that leave the user out, by name.</summary>
    public required IReadOnlyList<UserProfile> Profiles { get; init; }

    /// <summary>How S/MIME comes on in the mail clients of the platforms that the profiles are for.</summary>
    public required IReadOnlyList<UserMailClient> MailClients { get; init; }

    /// <summary>What stands out in the deployment as far as it is about this user, most severe first.</summary>
    public required IReadOnlyList<DeploymentCheckResult> Checks { get; init; }

    /// <summary>The check that says the same as a finding of the history, as if of it alone; null where none does.</summary>
    public required Func<HistoryFinding, DeploymentCheckResult?> CheckOf { get; init; }

    /// <summary>The end of what a valid encryption certificate in Intune covers from now on; null for none.</summary>
    public DateTimeOffset? EncryptionUntil { get; init; }

    /// <summary>The same for imported signing certificates.</summary>
    public DateTimeOffset? SigningUntil { get; init; }

    /// <summary>Whether a profile issues a signing certificate to each device; null where nobody could say.</summary>
    public bool? SignsByProfile { get; init; }

    /// <summary>What could not be read, so that it is not said here.</summary>
    public required IReadOnlyList<string> Unread { get; init; }
}

/// <summary>What a device reports of one certificate of a user.</summary>
/// <param name="State">The report.</param>
/// <param name="ProfileName">The profile that brought it.</param>
/// <param name="Purpose">What it is for; null where neither record nor profile says it.</param>
/// <param name="IsInstalled">Whether it is there.</param>
/// <param name="IsFailed">Whether it did not come.</param>
public sealed record UserDevice(
    DeviceCertificateState State, string ProfileName, UserPfxPurpose? Purpose, bool IsInstalled, bool IsFailed);

/// <summary>A profile as it is to one user.</summary>
/// <param name="Profile">The profile.</param>
/// <param name="Reaches">Whether it reaches the user.</param>
/// <param name="IsUncertain">
/// Whether that cannot be told for sure: groups of devices, groups that could not be read, filters.
/// </param>
/// <param name="Through">By what it reaches the user, or leaves the user out: "all users", "group 'Mail users'".</param>
public sealed record UserProfile(DeployedProfile Profile, bool Reaches, bool IsUncertain, IReadOnlyList<string> Through);

/// <summary>How S/MIME comes on in the mail client of a platform.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="IsAutomatic">Whether a profile does it; false where the person must; null where nobody can tell.</param>
/// <param name="Message">How, and what the person must do.</param>
public sealed record UserMailClient(SmimePlatform Platform, bool? IsAutomatic, string Message);
