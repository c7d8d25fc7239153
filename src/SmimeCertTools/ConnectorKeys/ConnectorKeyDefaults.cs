namespace SmimeCertTools.ConnectorKeys;

/// <summary>
/// Provider and key name that records get unless others are given: those of the examples in Microsoft's "Configure and use
/// imported PKCS certificates with Intune" (Add-IntuneKspKey).
/// </summary>
internal static class ConnectorKeyDefaults
{
    public const string ProviderName = "Microsoft Software Key Storage Provider";

    public const string KeyName = "PFXEncryptionKey";
}
