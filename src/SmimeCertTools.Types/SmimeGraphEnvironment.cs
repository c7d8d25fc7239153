namespace SmimeCertTools.Types;

/// <summary>The national clouds of Microsoft Graph.</summary>
public enum SmimeGraphEnvironment
{
    /// <summary>Microsoft's public cloud.</summary>
    Global = 0,

    /// <summary>US Government L4 (GCC High).</summary>
    USGov = 1,

    /// <summary>US Government L5 (DoD).</summary>
    USGovDoD = 2,

    /// <summary>China, operated by 21Vianet.</summary>
    China = 3,
}
