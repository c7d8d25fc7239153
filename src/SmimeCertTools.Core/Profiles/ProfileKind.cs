namespace SmimeCertTools.Core.Profiles;

/// <summary>What a profile does on the way from an imported record to a mail client.</summary>
public enum SmimeProfileKind
{
    /// <summary>Makes devices trust a root or intermediate certificate.</summary>
    TrustedRoot,

    /// <summary>Has the connector issue a certificate for each device (PKCS).</summary>
    Pkcs,

    /// <summary>Delivers users' imported PFX certificates of one purpose.</summary>
    ImportedPfx,

    /// <summary>Sets up the platform's own mail client (Exchange ActiveSync).</summary>
    Email,

    /// <summary>Configures Outlook on managed devices.</summary>
    OutlookDevices,

    /// <summary>Configures Outlook as a managed app, on devices managed or not.</summary>
    OutlookApps,
}
