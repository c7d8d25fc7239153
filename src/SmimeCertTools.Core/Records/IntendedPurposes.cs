namespace SmimeCertTools.Core.Records;

/// <summary>What is known of the purposes.</summary>
internal static class IntendedPurposes
{
    /// <summary>
    /// Whether Intune takes imported certificates of this purpose. VPN stands in the schema of Graph beta, but is among the
    /// causes of its 400.
    /// </summary>
    public static bool IsSupported(IntendedPurpose purpose) =>
        purpose is IntendedPurpose.Unassigned or IntendedPurpose.SmimeEncryption or IntendedPurpose.SmimeSigning
            or IntendedPurpose.Wifi;
}
