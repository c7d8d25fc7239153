using System;

namespace SmimeCertTools.Types;

/// <summary>What a certificate may be used for in mail, by key type, key usage and extended key usage.</summary>
[Flags]
public enum SmimeCertCapability
{
    /// <summary>Neither signing nor encryption.</summary>
    None = 0,

    /// <summary>May sign mail.</summary>
    Signing = 1,

    /// <summary>May decrypt mail.</summary>
    Encryption = 2,

    /// <summary>Both: dual use.</summary>
    Both = Signing | Encryption,
}
