using System;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Profiles;

/// <summary>What a device reports of a certificate that a profile brought. What is not reported is null.</summary>
public sealed class SmimeCertificateState
{
    private readonly DeviceCertificateState _state;

    internal SmimeCertificateState(string profileName, DeviceCertificateState state) =>
        (ProfileName, _state) = (profileName.Visible(), state);

    /// <summary>The profile.</summary>
    public string ProfileName { get; }

    /// <summary>The device.</summary>
    public string? DeviceName => _state.DeviceName.Visible();

    /// <summary>The user's display name.</summary>
    public string? UserName => _state.UserName.Visible();

    /// <summary>The device's platform, as Graph calls it.</summary>
    public string? DevicePlatform => _state.DevicePlatform.Visible();

    /// <summary>How far it came, as Graph calls it: installed, installFailed, issuePending and so on.</summary>
    public string? State => _state.State.Visible();

    /// <summary>The device's error code; 0 for none.</summary>
    public int ErrorCode => _state.ErrorCode;

    /// <summary>SHA-1 thumbprint.</summary>
    public string? Thumbprint => _state.Thumbprint.Visible();

    /// <summary>The serial number.</summary>
    public string? SerialNumber => _state.SerialNumber.Visible();

    /// <summary>The issuer.</summary>
    public string? Issuer => _state.Issuer.Visible();

    /// <summary>The beginning of validity, in local time.</summary>
    public DateTime? NotBefore => _state.IssuedDateTime?.LocalDateTime;

    /// <summary>The end of validity, in local time.</summary>
    public DateTime? NotAfter => _state.ExpirationDateTime?.LocalDateTime;

    /// <summary>When the state last changed, in local time.</summary>
    public DateTime? LastChangeDateTime => _state.LastChangeDateTime?.LocalDateTime;

    /// <inheritdoc/>
    public override string ToString() => $"{DeviceName}: {State}";
}
