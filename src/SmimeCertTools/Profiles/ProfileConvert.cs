using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.Profiles;

/// <summary>Brings Core's enumerations about profiles to those that users touch and back, by name.</summary>
internal static class ProfileConvert
{
    public static ProfilePlatform Platform(SmimePlatform value) => value switch
    {
        SmimePlatform.Windows => ProfilePlatform.Windows,
        SmimePlatform.IOS => ProfilePlatform.IOS,
        SmimePlatform.MacOS => ProfilePlatform.MacOS,
        SmimePlatform.AndroidDeviceOwner => ProfilePlatform.AndroidDeviceOwner,
        SmimePlatform.AndroidWorkProfile => ProfilePlatform.AndroidWorkProfile,
        SmimePlatform.AndroidDeviceAdministrator => ProfilePlatform.AndroidDeviceAdministrator,
        SmimePlatform.AospDeviceOwner => ProfilePlatform.AospDeviceOwner,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static SmimePlatform Platform(ProfilePlatform value) => value switch
    {
        ProfilePlatform.Windows => SmimePlatform.Windows,
        ProfilePlatform.IOS => SmimePlatform.IOS,
        ProfilePlatform.MacOS => SmimePlatform.MacOS,
        ProfilePlatform.AndroidDeviceOwner => SmimePlatform.AndroidDeviceOwner,
        ProfilePlatform.AndroidWorkProfile => SmimePlatform.AndroidWorkProfile,
        ProfilePlatform.AndroidDeviceAdministrator => SmimePlatform.AndroidDeviceAdministrator,
        ProfilePlatform.AospDeviceOwner => SmimePlatform.AospDeviceOwner,
        _ => throw ModelConvert.Unmapped(value),
    };

    /// <summary>What {Platform} in a name stands for. Names of profiles in tenants hold it: it does not change.</summary>
    public static string PlatformName(SmimePlatform value) => value switch
    {
        SmimePlatform.Windows => "Windows",
        SmimePlatform.IOS => "iOS",
        SmimePlatform.MacOS => "macOS",
        SmimePlatform.AndroidDeviceOwner => "Android device owner",
        SmimePlatform.AndroidWorkProfile => "Android work profile",
        SmimePlatform.AndroidDeviceAdministrator => "Android device administrator",
        SmimePlatform.AospDeviceOwner => "Android AOSP",
        _ => throw ModelConvert.Unmapped(value),
    };

    public static ProfileKind Kind(SmimeProfileKind value) => value switch
    {
        SmimeProfileKind.TrustedRoot => ProfileKind.TrustedRoot,
        SmimeProfileKind.Pkcs => ProfileKind.Pkcs,
        SmimeProfileKind.ImportedPfx => ProfileKind.ImportedPfx,
        SmimeProfileKind.Email => ProfileKind.Email,
        SmimeProfileKind.OutlookDevices => ProfileKind.OutlookDevices,
        SmimeProfileKind.OutlookApps => ProfileKind.OutlookApps,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static SmimeProfileKind Kind(ProfileKind value) => value switch
    {
        ProfileKind.TrustedRoot => SmimeProfileKind.TrustedRoot,
        ProfileKind.Pkcs => SmimeProfileKind.Pkcs,
        ProfileKind.ImportedPfx => SmimeProfileKind.ImportedPfx,
        ProfileKind.Email => SmimeProfileKind.Email,
        ProfileKind.OutlookDevices => SmimeProfileKind.OutlookDevices,
        ProfileKind.OutlookApps => SmimeProfileKind.OutlookApps,
        _ => throw ModelConvert.Unmapped(value),
    };

    /// <summary>The kind as administrators call it.</summary>
    public static string KindName(ProfileKind value) => value switch
    {
        ProfileKind.TrustedRoot => "trusted certificate profile",
        ProfileKind.Pkcs => "PKCS certificate profile",
        ProfileKind.ImportedPfx => "PKCS imported certificate profile",
        ProfileKind.Email => "e-mail profile",
        ProfileKind.OutlookDevices => "Outlook configuration for managed devices",
        ProfileKind.OutlookApps => "Outlook configuration for managed apps",
        _ => throw ModelConvert.Unmapped(value),
    };

    public static SmimeProfileStatus Status(ProfileAction value) => value switch
    {
        ProfileAction.Created => SmimeProfileStatus.Created,
        ProfileAction.Updated => SmimeProfileStatus.Updated,
        ProfileAction.Unchanged => SmimeProfileStatus.Unchanged,
        ProfileAction.Skipped => SmimeProfileStatus.Skipped,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static ProfileIfExists IfExists(SmimeIfExists value) => value switch
    {
        SmimeIfExists.Error => ProfileIfExists.Error,
        SmimeIfExists.Skip => ProfileIfExists.Skip,
        SmimeIfExists.Update => ProfileIfExists.Update,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static SmimeAssignmentTarget Target(AssignmentTargetKind value) => value switch
    {
        AssignmentTargetKind.Group => SmimeAssignmentTarget.Group,
        AssignmentTargetKind.ExcludedGroup => SmimeAssignmentTarget.ExcludedGroup,
        AssignmentTargetKind.AllDevices => SmimeAssignmentTarget.AllDevices,
        AssignmentTargetKind.AllUsers => SmimeAssignmentTarget.AllUsers,
        AssignmentTargetKind.Other => SmimeAssignmentTarget.Other,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static SmimeFilterMode FilterMode(AssignmentFilterMode value) => value switch
    {
        AssignmentFilterMode.None => SmimeFilterMode.None,
        AssignmentFilterMode.Include => SmimeFilterMode.Include,
        AssignmentFilterMode.Exclude => SmimeFilterMode.Exclude,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static AssignmentFilterMode FilterMode(SmimeFilterMode value) => value switch
    {
        SmimeFilterMode.Include => AssignmentFilterMode.Include,
        SmimeFilterMode.Exclude => AssignmentFilterMode.Exclude,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static AppleDeploymentChannel Channel(SmimeDeploymentChannel value) => value switch
    {
        SmimeDeploymentChannel.DeviceChannel => AppleDeploymentChannel.DeviceChannel,
        SmimeDeploymentChannel.UserChannel => AppleDeploymentChannel.UserChannel,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static SmimeConnectorState State(ConnectorState value) => value switch
    {
        ConnectorState.Unknown => SmimeConnectorState.Unknown,
        ConnectorState.Active => SmimeConnectorState.Active,
        ConnectorState.Inactive => SmimeConnectorState.Inactive,
        _ => throw ModelConvert.Unmapped(value),
    };
}
