using System;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Profiles;

/// <summary>What a device reports of a certificate that a profile brought. What is not reported is null.</summary>
public sealed class SmimeCertificateState
{
    internal SmimeCertificateState(string profileName, DeviceCertificateState state)
    {
        ProfileName = profileName;
        DeviceName = state.DeviceName;
        UserName = state.UserName;
        DevicePlatform = state.DevicePlatform;
        State = state.State;
        ErrorCode = state.ErrorCode;
        Thumbprint = state.Thumbprint;
        SerialNumber = state.SerialNumber;
        Issuer = state.Issuer;
        NotBefore = state.IssuedDateTime?.LocalDateTime;
        NotAfter = state.ExpirationDateTime?.LocalDateTime;
        LastChangeDateTime = state.LastChangeDateTime?.LocalDateTime;
    }

    /// <summary>The profile.</summary>
    public string ProfileName { get; }

    /// <summary>The device.</summary>
    public string? DeviceName { get; }

    /// <summary>The user's display name.</summary>
    public string? UserName { get; }

    /// <summary>The device's platform, as Graph calls it.</summary>
    public string? DevicePlatform { get; }

    /// <summary>How far it came, as Graph calls it: installed, installFailed, issuePending and so on.</summary>
    public string? State { get; }

    /// <summary>The device's error code; 0 for none.</summary>
    public int ErrorCode { get; }

    /// <summary>SHA-1 thumbprint.</summary>
    public string? Thumbprint { get; }

    /// <summary>The serial number.</summary>
    public string? SerialNumber { get; }

    /// <summary>The issuer.</summary>
    public string? Issuer { get; }

    /// <summary>The beginning of validity, in local time.</summary>
    public DateTime? NotBefore { get; }

    /// <summary>The end of validity, in local time.</summary>
    public DateTime? NotAfter { get; }

    /// <summary>When the state last changed, in local time.</summary>
    public DateTime? LastChangeDateTime { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{DeviceName}: {State}";
}
