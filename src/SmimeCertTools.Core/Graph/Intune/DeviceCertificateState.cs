using System;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>What a device reports of a certificate that a profile brought (managedDeviceCertificateState).</summary>
public sealed class DeviceCertificateState
{
    internal DeviceCertificateState(JsonObject json)
    {
        DeviceName = json.Text("deviceDisplayName");
        UserName = json.Text("userDisplayName");
        DevicePlatform = json.Text("devicePlatform");
        State = json.Text("certificateIssuanceState");
        ErrorCode = int.TryParse(
            json.Scalar("certificateErrorCode"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var code) ? code : 0;
        Thumbprint = json.Text("certificateThumbprint");
        SerialNumber = json.Text("certificateSerialNumber");
        Issuer = json.Text("certificateIssuer");
        IssuedDateTime = json.Date("certificateIssuanceDateTime");
        ExpirationDateTime = json.Date("certificateExpirationDateTime");
        LastChangeDateTime = json.Date("lastCertificateStateChangeDateTime");
    }

    /// <summary>The device's name; null when not reported, as for all members here.</summary>
    public string? DeviceName { get; }

    /// <summary>The user's display name.</summary>
    public string? UserName { get; }

    /// <summary>The device's platform, a member of devicePlatformType.</summary>
    public string? DevicePlatform { get; }

    /// <summary>How far it came, a member of certificateIssuanceStates such as installed or installFailed.</summary>
    public string? State { get; }

    /// <summary>The device's error code; 0 for none.</summary>
    public int ErrorCode { get; }

    /// <summary>SHA-1 thumbprint.</summary>
    public string? Thumbprint { get; }

    /// <summary>The serial number.</summary>
    public string? SerialNumber { get; }

    /// <summary>The issuer.</summary>
    public string? Issuer { get; }

    /// <summary>The beginning of validity.</summary>
    public DateTimeOffset? IssuedDateTime { get; }

    /// <summary>The end of validity.</summary>
    public DateTimeOffset? ExpirationDateTime { get; }

    /// <summary>When the state last changed.</summary>
    public DateTimeOffset? LastChangeDateTime { get; }
}
