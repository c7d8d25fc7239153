namespace SmimeCertTools.Core.Profiles;

/// <summary>What administrators should know of a platform before they make more profiles for it.</summary>
internal static class PlatformNotes
{
    /// <summary>The note for a profile that is to be created; null for none.</summary>
    /// <remarks>
    /// "Ending support for Android device administrator on devices with access to Google Mobile Services" and "Trusted root
    /// certificate profiles" of Intune's documentation.
    /// </remarks>
    public static string? OnCreation(SmimeProfileKind kind, SmimePlatform platform) =>
        platform != SmimePlatform.AndroidDeviceAdministrator || kind == SmimeProfileKind.OutlookApps
            ? null
            : "Intune's support for Android device administrator ended on 2024-12-31 for devices with Google services: only some "
                + "devices without them, up to Android 15, are still managed so. "
                + (kind == SmimeProfileKind.TrustedRoot ? "Trusted certificates no longer install on current versions. " : "")
                + "Use Android Enterprise (AndroidDeviceOwner, AndroidWorkProfile) for all others.";
}
