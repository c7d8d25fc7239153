using System;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Status;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment;

/// <summary>What a device reports of one certificate of a user. What is not reported is null.</summary>
public sealed class SmimeUserDevice
{
    private readonly UserDevice _device;

    internal SmimeUserDevice(UserDevice device) => _device = device;

    /// <summary>The device.</summary>
    public string? DeviceName => _device.State.DeviceName.Visible();

    /// <summary>Its platform, as Graph calls it.</summary>
    public string? DevicePlatform => _device.State.DevicePlatform.Visible();

    /// <summary>What the certificate is for; null where nothing says it.</summary>
    public UserPfxPurpose? Purpose => _device.Purpose;

    /// <summary>How far it came, as Graph calls it: installed, installFailed, issuePending and so on.</summary>
    public string? State => _device.State.State.Visible();

    /// <summary>Whether the certificate is on the device.</summary>
    public bool IsInstalled => _device.IsInstalled;

    /// <summary>Whether it failed to come.</summary>
    public bool IsFailed => _device.IsFailed;

    /// <summary>The device's error code; 0 for none.</summary>
    public int ErrorCode => _device.State.ErrorCode;

    /// <summary>SHA-1 thumbprint.</summary>
    public string? Thumbprint => _device.State.Thumbprint.Visible();

    /// <summary>The profile that brought it.</summary>
    public string ProfileName => _device.ProfileName.Visible();

    /// <summary>When the state last changed, in local time.</summary>
    public DateTime? LastChangeDateTime => _device.State.LastChangeDateTime?.LocalDateTime;

    /// <summary>Device, purpose and state.</summary>
    public override string ToString() => ViewText.Text($"{DeviceName}: {ViewText.Purpose(Purpose)} {State}");
}
