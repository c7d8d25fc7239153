using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>What the sandbox's tenant holds, to look into and to change.</summary>
public sealed class SandboxState : IDeviceTenant
{
    private readonly ConcurrentQueue<SandboxConnector> _connectors = new();
    private readonly TimeProvider _clock;

    internal SandboxState(int requestLogCapacity, TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Requests = new RequestLog(requestLogCapacity);
        Applications = new ApplicationDirectory(_clock, Permission.Offered);
        ScopeTags.Add("0", SchemaModel.Graph["roleScopeTag"],
            JsonBody.Create(new { displayName = "Default", description = "Default Role Scope Tag.", isBuiltIn = true }));
    }

    /// <summary>The users.</summary>
    public UserDirectory Users { get; } = new();

    /// <summary>The groups.</summary>
    public GroupDirectory Groups { get; } = new();

    /// <summary>The applications, service principals and managed identities.</summary>
    public ApplicationDirectory Applications { get; }

    /// <summary>The users' devices.</summary>
    public DeviceDirectory Devices { get; } = new();

    /// <summary>The users' PFX records.</summary>
    public UserPfxStore UserPfxCertificates { get; } = new();

    /// <summary>The device configuration profiles.</summary>
    public IntuneEntityStore Profiles { get; } = new();

    /// <summary>The app configurations for managed devices.</summary>
    public IntuneEntityStore AppConfigurations { get; } = new();

    /// <summary>The app configurations for managed apps.</summary>
    public IntuneEntityStore ManagedAppConfigurations { get; } = new();

    /// <summary>The apps.</summary>
    public IntuneEntityStore MobileApps { get; } = new();

    /// <summary>The assignment filters.</summary>
    public IntuneEntityStore AssignmentFilters { get; } = new();

    /// <summary>The scope tags: Default (0) and what is added.</summary>
    public IntuneEntityStore ScopeTags { get; } = new();

    /// <summary>The certificate connectors.</summary>
    public IReadOnlyList<SandboxConnector> Connectors => [.. _connectors];

    /// <summary>The requests answered.</summary>
    public RequestLog Requests { get; }

    IntuneEntityStore IIntuneTenant.NdesConnectors { get; } = new();

    IntuneEntityStore IIntuneTenant.CertificateConnectors { get; } = new();

    IEnumerable<IntuneEntity> IIntuneTenant.AllAssignable =>
        Profiles.All.Concat(AppConfigurations.All).Concat(ManagedAppConfigurations.All);

    string? IIntuneTenant.PlatformOf(IntuneEntity profile) =>
        ProfileKind.Of(profile) is { } kind ? ProfileKind.GraphName(kind.Platform) : null;

    /// <summary>
    /// Adds a certificate connector. As soon as there is one, devices depend on its state; before that, on the keys alone.
    /// </summary>
    public void AddConnector(SandboxConnector connector)
    {
        ArgumentNullException.ThrowIfNull(connector);
        IIntuneTenant tenant = this;
        connector.AddTo(tenant.NdesConnectors, tenant.CertificateConnectors, _clock.GetUtcNow());
        _connectors.Enqueue(connector);
    }

    /// <summary>Removes the connectors on a machine, or all.</summary>
    public void RemoveConnectors(string? machineName = null)
    {
        IIntuneTenant tenant = this;
        foreach (var store in new[] { tenant.NdesConnectors, tenant.CertificateConnectors })
        {
            foreach (var entity in store.All.Where(entity => machineName is null || entity.Text("machineName") == machineName))
            {
                store.Remove(entity.Id);
            }
        }

        var kept = _connectors.Where(connector => machineName is not null && connector.MachineName != machineName).ToList();
        _connectors.Clear();
        kept.ForEach(_connectors.Enqueue);
    }

    /// <summary>Removes all profiles, app configurations, records, connectors and devices; users and groups stay.</summary>
    public void Clear()
    {
        foreach (var store in new[] { Profiles, AppConfigurations, ManagedAppConfigurations, AssignmentFilters })
        {
            foreach (var entity in store.All)
            {
                store.Remove(entity.Id);
            }
        }

        foreach (var device in Devices.All)
        {
            Devices.Remove(device.Id);
        }

        UserPfxCertificates.Clear();
        RemoveConnectors();
    }

    /// <summary>Adds a scope tag.</summary>
    /// <returns>Its id.</returns>
    public string AddScopeTag(string displayName) => ScopeTags.Add(EntitySets.NextTagId(ScopeTags),
        SchemaModel.Graph["roleScopeTag"], JsonBody.Create(new { displayName, isBuiltIn = false })).Id;

    /// <summary>Adds a filter of devices.</summary>
    /// <param name="displayName">The name.</param>
    /// <param name="platform">A member of devicePlatformType, such as iOS.</param>
    /// <param name="rule">The rule, such as (device.model -startsWith "iPad").</param>
    /// <returns>Its id.</returns>
    /// <exception cref="ArgumentException">The rule cannot be read.</exception>
    public string AddAssignmentFilter(string displayName, string platform, string rule)
    {
        var problems = new List<string>();
        AssignmentFilterRule.Check(rule, problems);
        if (problems.Count > 0)
        {
            throw new ArgumentException(problems[0], nameof(rule));
        }

        return Add(AssignmentFilters, "deviceAndAppManagementAssignmentFilter",
            new { displayName, platform, rule, assignmentFilterManagementType = "devices" });
    }

    /// <summary>Adds an app: Outlook for iOS unless told otherwise.</summary>
    /// <returns>Its id.</returns>
    public string AddIosApp(string displayName = "Microsoft Outlook", string bundleId = OutlookApp.IosBundleId) =>
        Add(MobileApps, "iosStoreApp",
            new { displayName, bundleId, publisher = "", applicableDeviceType = new { iPad = true, iPhoneAndIPod = true } });

    /// <summary>Adds an app of the managed Google Play store: Outlook for Android unless told otherwise.</summary>
    /// <returns>Its id.</returns>
    public string AddAndroidApp(string displayName = "Microsoft Outlook", string packageId = OutlookApp.AndroidPackageId) =>
        Add(MobileApps, "androidManagedStoreApp", new { displayName, packageId, appIdentifier = packageId, publisher = "" });

    private string Add(IntuneEntityStore store, string typeName, object members) =>
        Add(store, typeName, JsonBody.Create(members)).Id;

    /// <summary>Adds an entity with the members that the service sets, and with defaults for those that must be there.</summary>
    internal IntuneEntity Add(IntuneEntityStore store, string typeName, JsonObject values,
        IReadOnlyDictionary<string, string>? bindings = null, IReadOnlyList<IntuneAssignment>? assignments = null)
    {
        var type = SchemaModel.Graph[typeName];
        ServiceMembers.Set(type, values, _clock.GetUtcNow());
        foreach (var member in type.Members.Where(member => !member.IsNullable))
        {
            values[member.Name] ??= member.Kind switch
            {
                MemberKind.Boolean => false,
                MemberKind.Int32 => 0,
                MemberKind.Enum => member.Enum!.Members[^1],
                _ => null,
            };
        }

        return store.Add(new IntuneEntity(Guid.NewGuid().ToString(), type, values)
        {
            Bindings = bindings ?? new Dictionary<string, string>(),
            Assignments = assignments ?? [],
        });
    }
}
