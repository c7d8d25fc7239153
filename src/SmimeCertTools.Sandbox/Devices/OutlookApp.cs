using System.Collections.Generic;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>Outlook on phones: by what names it goes, and the key of its configuration that turns S/MIME on.</summary>
internal static class OutlookApp
{
    public const string IosBundleId = "com.microsoft.Office.Outlook";

    public const string AndroidPackageId = "com.microsoft.office.outlook";

    public const string SmimeEnabled = "com.microsoft.outlook.Mail.SMIMEEnabled";

    // The platforms where Outlook gets at certificates only by settings whose wire form is not known, with what an administrator and a
    // user do there. Once it is known, it is read from the configuration, and the row goes.
    private static readonly Dictionary<DevicePlatform, string> Steps = new()
    {
        [DevicePlatform.Ios] = "Outlook on iOS cannot read the device's keychain: it sees the certificates after an administrator has set "
            + "'Deploy S/MIME certificates from Intune' in the app configuration and the user has opened Company Portal.",
    };

    /// <summary>What is done by hand before Outlook has certificates; null for nothing.</summary>
    public static string? DeliveryBySteps(DevicePlatform platform) => Steps.GetValueOrDefault(platform);
}
