using System.Collections.Generic;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>What came of a check, of one of the things that it looks at or of all of them.</summary>
public sealed record DeploymentCheckResult
{
    /// <summary>The check's identifier, of noun and state in PascalCase, such as <c>ImportedProfileMissing</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What part of the deployment it is about.</summary>
    public required SmimeDeploymentArea Area { get; init; }

    /// <summary>Whether it passed.</summary>
    public required SmimeCheckStatus Status { get; init; }

    /// <summary>What it is about: a connector, platform, profile or user, a number of users, or the tenant.</summary>
    public required string Target { get; init; }

    /// <summary>What is the case, and what it means.</summary>
    public required string Message { get; init; }

    /// <summary>The users it is about, all of them; empty where it is about none in particular.</summary>
    public IReadOnlyList<string> Users { get; init; } = [];

    /// <summary>Whether it was not checked, because something could not be read.</summary>
    public bool IsUnread { get; init; }

    /// <summary>What a next step needs to know.</summary>
    public DeploymentCheckDetails Details { get; init; } = new();
}

/// <summary>What a next step needs to know of what a check found. What does not apply is null or empty.</summary>
public sealed record DeploymentCheckDetails
{
    /// <summary>The platform.</summary>
    public SmimePlatform? Platform { get; init; }

    /// <summary>The purpose.</summary>
    public UserPfxPurpose? Purpose { get; init; }

    /// <summary>The kind of the profile that is there, or is missing.</summary>
    public SmimeProfileKind? Kind { get; init; }

    /// <summary>The profile's id.</summary>
    public string? ProfileId { get; init; }

    /// <summary>The profile's name.</summary>
    public string? ProfileName { get; init; }

    /// <summary>The connector's machine.</summary>
    public string? MachineName { get; init; }

    /// <summary>The names of groups to assign to, or to take from the excluded.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Whether all users are to be assigned to.</summary>
    public bool IsForAllUsers { get; init; }

    /// <summary>Whether all devices are to be assigned to.</summary>
    public bool IsForAllDevices { get; init; }

    /// <summary>The name of the certificate that is missing.</summary>
    public string? CertificateName { get; init; }

    /// <summary>The profiles of other platforms that have it; or the profile that has it and is to be made right.</summary>
    public IReadOnlyList<string> SourceIds { get; init; } = [];

    /// <summary>The certificates that are to be imported, or whose records are to be removed.</summary>
    public IReadOnlyList<CertificateToMend> Certificates { get; init; } = [];

    /// <summary>The connector key that the records name; of several the one used last.</summary>
    public string? KeyName { get; init; }

    /// <summary>The key storage provider that the records name.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The ids of all profiles that it is about, where they are several.</summary>
    public IReadOnlyList<string> ProfileIds { get; init; } = [];

    /// <summary>The object id of a group that is gone.</summary>
    public string? GoneGroup { get; init; }

    /// <summary>Whether that group was excluded.</summary>
    public bool IsExclusion { get; init; }

    /// <summary>The filter that an assignment is to have; null for none.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether that filter leaves out those who match.</summary>
    public bool IsFilterExcluding { get; init; }

    /// <summary>Whether another profile takes the place of the one that is to go.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>What a person does; null where that is not told here.</summary>
    public string? ByHand { get; init; }

    /// <summary>The names of the devices.</summary>
    public IReadOnlyList<string> Devices { get; init; } = [];

    /// <summary>The certificate profile that an e-mail profile is to be bound to.</summary>
    public string? EncryptionProfile { get; init; }

    /// <summary>The certificate profile that an e-mail profile is to be bound to for signing; null where that is in order.</summary>
    public string? SigningProfile { get; init; }

    /// <summary>The trusted certificate profile that a PKCS profile is to be bound to.</summary>
    public string? RootProfile { get; init; }

    /// <summary>The account of an e-mail profile.</summary>
    public string? AccountName { get; init; }

    /// <summary>The CA of a PKCS profile: of its own, or of another platform's.</summary>
    public (string Host, string Name, string Template)? Authority { get; init; }

    /// <summary>The permission that is missing.</summary>
    public string? Permission { get; init; }

    /// <summary>What a next step needs to know of a profile; of several platforms the first.</summary>
    internal static DeploymentCheckDetails About(DeployedProfile profile) => new()
    {
        Platform = profile.Platforms.Count == 0 ? null : profile.Platforms[0],
        Kind = profile.Kind,
        Purpose = profile.Profile.IntendedPurpose,
        ProfileId = profile.Profile.Id,
        ProfileName = profile.Profile.DisplayName,
        CertificateName = profile.Certificate?.Name,
    };
}
