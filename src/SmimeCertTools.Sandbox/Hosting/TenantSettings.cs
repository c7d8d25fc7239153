using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.DirectoryObjects;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>A device of the configuration.</summary>
/// <param name="Name">The device's name.</param>
/// <param name="Platform">The platform, and how it is enrolled.</param>
/// <param name="UserPrincipalName">Whose it is.</param>
/// <param name="Manufacturer">The manufacturer, for filters.</param>
/// <param name="Model">The model, for filters.</param>
/// <param name="OsVersion">The version of the operating system, for filters.</param>
/// <param name="IsCorporate">Whether it is the company's, for filters.</param>
internal sealed record DeviceSettings(string Name, DevicePlatform Platform, string UserPrincipalName, string Manufacturer = "",
    string Model = "", string OsVersion = "", bool IsCorporate = false)
{

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
/// <param name="DisplayName">The name.</param>
/// <param name="Members">User principal names, names of devices, and ids of users, devices and groups.</param>
internal sealed record GroupSettings(string DisplayName, IReadOnlyList<string>? Members = null)
{

    /// <exception cref="ArgumentException">A member is not known.</exception>
    public SandboxGroup AddTo(SandboxState state) => state.Groups.Add(DisplayName, (Members ?? []).Select(name =>
        state.Users.Find(name)?.Id ?? state.Devices.Find(name)?.Id ?? state.Groups.Find(name)?.Id
        ?? throw new ArgumentException(
            $"The group {DisplayName} has a member {name} who is none of the users and devices.")).ToList());
}

/// <summary>An assignment filter of the configuration.</summary>
internal sealed record FilterSettings(string DisplayName, string Platform, string Rule);

/// <summary>A managed identity of the configuration.</summary>
internal sealed record IdentitySettings(string DisplayName, Guid? ClientId = null, string? ResourceId = null)
{

    public SandboxServicePrincipal AddTo(ApplicationDirectory directory) =>
        directory.AddManagedIdentity(DisplayName, ClientId, ResourceId);
}
