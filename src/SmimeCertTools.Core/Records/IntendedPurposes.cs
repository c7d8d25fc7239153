namespace SmimeCertTools.Core.Records;

/// <summary>What is known of the purposes.</summary>
internal static class IntendedPurposes
{
    /// <summary>
    /// Whether Intune takes imported certificates of this purpose. VPN stands in the schema of Graph beta, but is among the
    /// causes of its 400.
    /// </summary>
    public static bool IsSupported(UserPfxPurpose purpose) =>
        purpose is UserPfxPurpose.Unassigned or UserPfxPurpose.SmimeEncryption or UserPfxPurpose.SmimeSigning
            or UserPfxPurpose.Wifi;
}
