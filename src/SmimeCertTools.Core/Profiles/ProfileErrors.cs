namespace SmimeCertTools.Core.Profiles;

/// <summary>The words of errors about platforms and options.</summary>
internal static class ProfileErrors
{
    public static ProfileException NotOnPlatform(SmimePlatform platform, SmimeProfileKind kind) =>
        new(ProfileErrorKind.PlatformNotSupported,
            $"{ProfileNames.Of(platform)} has no {ProfileNames.Of(kind)}. {Instead(platform, kind)}", ProfileNames.Of(platform))
        {
            Platform = platform,
        };

    /// <summary>The platform's type has no member for an option.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="option">The option, as the settings call it.</param>
    /// <param name="advice">A sentence on what to do.</param>
    public static ProfileException NotCarried(SmimePlatform platform, SmimeProfileKind kind, string option, string advice) =>
        new(ProfileErrorKind.OptionNotSupported,
            $"The {ProfileNames.Of(kind)} of {ProfileNames.Of(platform)} does not have {option}. {advice}", option)
        {
            Platform = platform,
        };

    /// <summary>The value of an option is not one.</summary>
    /// <param name="option">The option, as the settings call it.</param>
    /// <param name="message">A sentence that says what is wrong and what to do.</param>
    public static ProfileException Invalid(string option, string message) => new(ProfileErrorKind.OptionInvalid, message, option);

    /// <summary>The text, trimmed.</summary>
    /// <exception cref="ProfileException">There is none.</exception>
    public static string Required(string? value, string option) => string.IsNullOrWhiteSpace(value)
        ? throw Invalid(option, $"{option} is missing. Give it a value.")
        : value!.Trim();

    private static string Instead(SmimePlatform platform, SmimeProfileKind kind) => (kind, platform) switch
    {
        (SmimeProfileKind.ImportedPfx, _) =>
            "Imported certificates reach Windows, iOS/iPadOS, macOS, Android Enterprise and Android device administrator.",
        (SmimeProfileKind.Email, SmimePlatform.Windows) =>
            "Its e-mail profile (EAS) knows no S/MIME: deliver the certificates, and let users choose them in Outlook.",
        (SmimeProfileKind.Email, SmimePlatform.MacOS) =>
            "Deliver the certificates; Mail takes them from the keychain, and users choose them in Outlook.",
        (SmimeProfileKind.Email, SmimePlatform.AospDeviceOwner) => "No mail client is configured there: use another platform.",
        (SmimeProfileKind.Email, _) => "Its e-mail profiles carry no S/MIME: configure Outlook instead.",
        (SmimeProfileKind.OutlookDevices, SmimePlatform.AndroidDeviceAdministrator) =>
            "Its apps take no configuration from the device's management: use the configuration for managed apps.",
        (_, SmimePlatform.Windows or SmimePlatform.MacOS) =>
            "Outlook takes these settings on iOS/iPadOS and Android only: deliver the certificates, and let users choose them "
                + "in Outlook.",
        _ => "Outlook takes these settings on iOS/iPadOS, Android Enterprise and, as a managed app, on Android device "
            + "administrator.",
    };
}
