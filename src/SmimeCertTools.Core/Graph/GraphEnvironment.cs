using System;

namespace SmimeCertTools.Core.Graph;

/// <summary>The national clouds of Microsoft Graph.</summary>
public enum SmimeGraphEnvironment
{
    /// <summary>Microsoft's public cloud.</summary>
    Global,

    /// <summary>US Government L4 (GCC High).</summary>
    USGov,

    /// <summary>US Government L5 (DoD).</summary>
    USGovDoD,

    /// <summary>China, operated by 21Vianet.</summary>
    China,
}
