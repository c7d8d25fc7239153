namespace SmimeCertTools.Types;

/// <summary>
/// The purpose tag of a user's certificate that imported-certificate profiles match on. Names and numbers are those of Graph's
/// userPfxIntendedPurpose.
/// </summary>
public enum UserPfxPurpose
{
    /// <summary>No purpose.</summary>
    Unassigned = 0,

    /// <summary>S/MIME encryption.</summary>
    SmimeEncryption = 1,

    /// <summary>S/MIME signing.</summary>
    SmimeSigning = 2,

    /// <summary>VPN.</summary>
    Vpn = 4,

    /// <summary>Wi-Fi.</summary>
    Wifi = 8,
}
