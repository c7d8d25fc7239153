using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>What a device reports of a certificate that a profile brought (managedDeviceCertificateState).</summary>
public sealed class DeviceCertificateState
{
    /// <summary>Members of certificateIssuanceStates that say that the certificate is there.</summary>
    private static readonly HashSet<string> There = new(StringComparer.OrdinalIgnoreCase)
    {
        "installed", "enrollmentSucceeded", "enrollmentNotNeeded", "renewVerified",
    };

    private readonly JsonObject _json;

    internal DeviceCertificateState(JsonObject json) => _json = json;

    /// <summary>The device's name; null when not reported, as for all members here.</summary>
    public string? DeviceName => _json.Text("deviceDisplayName");

    /// <summary>The user's display name.</summary>
    public string? UserName => _json.Text("userDisplayName");

    /// <summary>The device's platform, a member of devicePlatformType.</summary>
    public string? DevicePlatform => _json.Text("devicePlatform");

    /// <summary>How far it came, a member of certificateIssuanceStates such as installed or installFailed.</summary>
    public string? State => _json.Text("certificateIssuanceState");

    /// <summary>Whether that says that the certificate is on the device.</summary>
    public bool IsInstalled => There.Contains(State ?? string.Empty);

    /// <summary>The device's error code; 0 for none.</summary>
    public int ErrorCode => int.TryParse(
        _json.Scalar("certificateErrorCode"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var code) ? code : 0;

    /// <summary>SHA-1 thumbprint.</summary>
    public string? Thumbprint => _json.Text("certificateThumbprint");

    /// <summary>The serial number.</summary>
    public string? SerialNumber => _json.Text("certificateSerialNumber");

    /// <summary>The issuer.</summary>
    public string? Issuer => _json.Text("certificateIssuer");

    /// <summary>The beginning of validity.</summary>
    public DateTimeOffset? IssuedDateTime => _json.Date("certificateIssuanceDateTime");

    /// <summary>The end of validity.</summary>
    public DateTimeOffset? ExpirationDateTime => _json.Date("certificateExpirationDateTime");

    /// <summary>When the state last changed.</summary>
    public DateTimeOffset? LastChangeDateTime => _json.Date("lastCertificateStateChangeDateTime");
}
