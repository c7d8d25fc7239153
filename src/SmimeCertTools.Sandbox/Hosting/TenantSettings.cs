using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.DirectoryObjects;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>A device of the configuration.</summary>
internal sealed record DeviceSettings
{
    public required string Name { get; init; }

    public required DevicePlatform Platform { get; init; }

    /// <summary>Whose it is.</summary>
    public required string UserPrincipalName { get; init; }

    public string Manufacturer { get; init; } = "";

    public string Model { get; init; } = "";

    public string OsVersion { get; init; } = "";

    public bool IsCorporate { get; init; }

    /// <exception cref="ArgumentException">There is no such user.</exception>
    public ManagedDevice AddTo(SandboxState state)
    {
        var user = state.Users.Find(UserPrincipalName)
            ?? throw new ArgumentException($"The device {Name} has a user {UserPrincipalName} who is none of the users.");
        return state.Devices.Add(new ManagedDevice(Guid.NewGuid(), Name, Platform, user)
        {
            Manufacturer = Manufacturer,
            Model = Model,
            OsVersion = OsVersion,
            IsCorporate = IsCorporate,
        });
    }
}

/// <summary>A group of the configuration.</summary>
internal sealed record GroupSettings
{
    public required string DisplayName { get; init; }

    /// <summary>User principal names, names of devices, and ids of users, devices and groups.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    /// <exception cref="ArgumentException">A member is not known.</exception>
    public SandboxGroup AddTo(SandboxState state) => state.Groups.Add(DisplayName, Members.Select(name =>
        state.Users.Find(name)?.Id ?? state.Devices.Find(name)?.Id ?? state.Groups.Find(name)?.Id
        ?? throw new ArgumentException(
            $"The group {DisplayName} has a member {name} who is none of the users and devices.")).ToList());
}

/// <summary>An assignment filter of the configuration.</summary>
internal sealed record FilterSettings
{
    public required string DisplayName { get; init; }

    public required string Platform { get; init; }

    public required string Rule { get; init; }
}
