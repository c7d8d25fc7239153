using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>
/// Puts objects into the tenant as a live answer or an export has them: members that this schema does not know, nulls and ids
/// stay. They are answered as they came; what clients send is judged as ever.
/// </summary>
public static class FoundObject
{
    /// <summary>Adds a profile, an app configuration or an app.</summary>
    /// <param name="state">The tenant.</param>
    /// <param name="json">
    /// The object, with an id. Without @odata.type it is a managed-app configuration, whose collection declares the type.
    /// </param>
    /// <param name="bindings">The ids that its navigations lead to.</param>
    /// <param name="assignments">To whom it is assigned.</param>
    /// <param name="apps">The apps of a managed-app configuration.</param>
    /// <exception cref="ArgumentException">It has no id, or its type is of no collection here.</exception>
    public static IntuneEntity AddFound(this SandboxState state, JsonObject json,
        IReadOnlyDictionary<string, string>? bindings = null, IReadOnlyList<IntuneAssignment>? assignments = null,
        IReadOnlyList<JsonObject>? apps = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(json);
        var values = json.DeepClone().AsObject();
        var id = (string?)values["id"] ?? throw new ArgumentException("The object has no id.", nameof(json));
        var name = (string?)values["@odata.type"];
        var (store, declared) = Place(state, name);
        values.Remove("id");
        values.Remove("@odata.type");
        values.Remove("@odata.context");
        var type = name is null ? declared : SchemaModel.Graph.FindQualified(name) ?? declared;
        return store.Add(new IntuneEntity(id, type, values)
        {
            IsAsFound = true,
            FoundType = type == declared && !type.IsAbstract ? null : name,
            Bindings = bindings ?? new Dictionary<string, string>(),
            Assignments = assignments ?? [],
            Apps = apps ?? [],
        });
    }

    // Types that are not known here are profiles of some other feature.
    private static (IntuneEntityStore Store, StructuredType Declared) Place(SandboxState state, string? name)
    {
        var types = SchemaModel.Graph;
        var type = name is null ? types["targetedManagedAppConfiguration"] : types.FindQualified(name);
        (IntuneEntityStore Store, string Declared)[] places =
        [
            (state.ManagedAppConfigurations, "targetedManagedAppConfiguration"),
            (state.AppConfigurations, "managedDeviceMobileAppConfiguration"),
            (state.MobileApps, "mobileApp"),
            (state.Profiles, "deviceConfiguration"),
        ];
        var place = Array.Find(places, item => type?.Is(types[item.Declared]) ?? item.Declared == "deviceConfiguration");
        return place.Store is null
            ? throw new ArgumentException($"{name} is of no collection that takes objects here.", nameof(name))
            : (place.Store, types[place.Declared]);
    }
}
