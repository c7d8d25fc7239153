using System;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>A device that a user has enrolled.</summary>
/// <param name="Id">The object id, by which groups name it.</param>
/// <param name="Name">The device's name.</param>
/// <param name="Platform">The platform, and how it is enrolled.</param>
/// <param name="User">Whose it is.</param>
public sealed record ManagedDevice(Guid Id, string Name, DevicePlatform Platform, SandboxUser User) : IFilteredDevice
{
    /// <summary>The manufacturer, for filters. Default: none.</summary>
    public string Manufacturer { get; init; } = "";

    /// <summary>The model, for filters. Default: none.</summary>
    public string Model { get; init; } = "";

    /// <summary>The version of the operating system, for filters. Default: none.</summary>
    public string OsVersion { get; init; } = "";

    /// <summary>Whether the device is the company's, for filters. Default: it is personal.</summary>
    public bool IsCorporate { get; init; }

    /// <summary>What it reports of every certificate, whatever it did with it. Default: what it did.</summary>
    public CertificateReport? Report { get; init; }
}

/// <summary>What a device reports of a certificate.</summary>
/// <param name="State">A member of certificateIssuanceStates, such as issuePending.</param>
/// <param name="ErrorCode">The error code; 0 for none.</param>
/// <param name="Changed">When that was last so; null for now.</param>
public sealed record CertificateReport(string State, int ErrorCode = 0, DateTimeOffset? Changed = null);

/// <summary>Platforms, told apart as profiles are.</summary>
public enum DevicePlatform
{
    /// <summary>Windows 10 and later.</summary>
    Windows,

    /// <summary>iOS and iPadOS.</summary>
    Ios,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Android Enterprise, fully managed, dedicated, or corporate-owned with a work profile.</summary>
    AndroidDeviceOwner,

    /// <summary>Android Enterprise, personally owned with a work profile.</summary>
    AndroidWorkProfile,

    /// <summary>Android device administrator.</summary>
    AndroidDeviceAdministrator,

    /// <summary>Android without Google's services.</summary>
    AospDeviceOwner,
}
