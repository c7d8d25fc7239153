namespace SmimeCertTools.Sandbox.Devices;

/// <summary>Outlook on phones: by what names it goes, and the key of its configuration that turns S/MIME on.</summary>
internal static class OutlookApp
{
    public const string IosBundleId = "com.microsoft.Office.Outlook";

    public const string AndroidPackageId = "com.microsoft.office.outlook";

    public const string SmimeEnabled = "com.microsoft.outlook.Mail.SMIMEEnabled";
}
