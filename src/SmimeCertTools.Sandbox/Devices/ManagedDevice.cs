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
}

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
