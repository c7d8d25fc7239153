using System;

namespace SmimeCertTools.Core.Certificates;

/// <summary>What a certificate may be used for in mail, by key type, key usage and extended key usage.</summary>
[Flags]
public enum SmimeCertCapability
{
    /// <summary>Neither: the key usage allows no mail use.</summary>
    None = 0,

    /// <summary>May sign mail.</summary>
    Signing = 1,

    /// <summary>May decrypt mail.</summary>
    Encryption = 2,

    /// <summary>Dual use: both of them.</summary>
    Both = Signing | Encryption,
}
