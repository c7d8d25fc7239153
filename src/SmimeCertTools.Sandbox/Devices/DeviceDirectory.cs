using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Sandbox.DirectoryObjects;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>The enrolled devices. Names may repeat, as they may in a tenant. Safe for concurrent use.</summary>
public sealed class DeviceDirectory
{
    private readonly ConcurrentDictionary<Guid, ManagedDevice> _byId = new();

    /// <summary>All devices, by name.</summary>
    public IReadOnlyList<ManagedDevice> All =>
        [.. _byId.Values.OrderBy(device => device.Name, StringComparer.OrdinalIgnoreCase).ThenBy(device => device.Id)];

    /// <summary>Enrolls a device.</summary>
    /// <param name="name">The device's name.</param>
    /// <param name="platform">The platform, and how it is enrolled.</param>
    /// <param name="user">Whose it is.</param>
    public ManagedDevice Add(string name, DevicePlatform platform, SandboxUser user) =>
        Add(new ManagedDevice(Guid.NewGuid(), name, platform, user));

    /// <summary>Enrolls a device.</summary>
    public ManagedDevice Add(ManagedDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return _byId[device.Id] = device;
    }

    /// <summary>Unenrolls a device; false when there is none.</summary>
    public bool Remove(Guid id) => _byId.TryRemove(id, out _);

    /// <summary>The device with this id, or the first with this name; null for none.</summary>
    public ManagedDevice? Find(string idOrName) => Guid.TryParse(idOrName, out var id)
        ? _byId.GetValueOrDefault(id)
        : All.FirstOrDefault(device => device.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase));
}
