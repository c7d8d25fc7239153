namespace SmimeCertTools.Types;

/// <summary>What a profile does on the way from an imported record to a mail client.</summary>
public enum SmimeProfileKind
{
    /// <summary>Makes devices trust a root or intermediate certificate.</summary>
    TrustedRoot = 1,

    /// <summary>Has the connector issue a certificate for each device (PKCS).</summary>
    Pkcs = 2,

    /// <summary>Delivers users' imported PFX certificates of one purpose.</summary>
    ImportedPfx = 3,

    /// <summary>Sets up the platform's own mail client.</summary>
    Email = 4,

    /// <summary>Configures Outlook on managed devices.</summary>
    OutlookDevices = 5,

    /// <summary>Configures Outlook as a managed app.</summary>
    OutlookApps = 6,
}
