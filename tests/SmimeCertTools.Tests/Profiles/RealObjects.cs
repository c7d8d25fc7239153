using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Tests.Profiles;

/// <summary>
/// Objects of real tenants, read from where they lie beside the checkout, put into a sandbox and looked at again.
/// </summary>
internal static class RealObjects
{
    // What the service sets.
    private static readonly HashSet<string> Server =
        ["createdDateTime", "lastModifiedDateTime", "version", "supportsScopeTags", "deployedAppCount"];

    public static JsonObject Read(string name)
    {
        var json = JsonNode.Parse(
            File.ReadAllText(Path.Combine(SharedCorpus.Shared, "graph", "real", name + ".json")))!.AsObject();
        return json["value"] is JsonArray list && list[0] is JsonObject item ? item.DeepClone().AsObject() : json;
    }

    /// <summary>Puts an object into a tenant, and the app it is for among the tenant's apps.</summary>
    public static IntuneEntity Add(this TestTenant tenant, JsonObject json, IReadOnlyDictionary<string, string>? bindings = null,
        IReadOnlyList<IntuneAssignment>? assignments = null, IReadOnlyList<JsonObject>? apps = null)
    {
        foreach (var id in json["targetedMobileApps"] as JsonArray ?? [])
        {
            tenant.AddApp((string)id!, (string?)json["packageId"]);
        }

        return tenant.Host.State.AddFound(json, bindings, assignments, apps);
    }

    public static void AddApp(
        this TestTenant tenant, string id, string? package = null, string bundle = "com.microsoft.Office.Outlook")
    {
        if (tenant.Host.State.MobileApps.Find(id) is not null)
        {
            return;
        }

        var app = new JsonObject { ["id"] = id, ["displayName"] = "An app" };
        app["@odata.type"] = package is null ? "#microsoft.graph.iosStoreApp" : "#microsoft.graph.androidManagedStoreApp";
        app[package is null ? "bundleId" : "packageId"] = package?.Replace("app:", "", StringComparison.Ordinal) ?? bundle;
        tenant.Host.State.AddFound(app);
    }

    /// <summary>The stored object, without what changes with each write; Android's payload as JSON.</summary>
    public static JsonObject Stored(this TestTenant tenant, string id)
    {
        var state = tenant.Host.State;
        var entity = state.Profiles.Find(id) ?? state.AppConfigurations.Find(id) ?? state.ManagedAppConfigurations.Find(id)!;
        var json = entity.Properties;
        foreach (var name in Server)
        {
            json.Remove(name);
        }

        if ((string?)json["payloadJson"] is { } payload)
        {
            json["payloadJson"] = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(payload)));
        }

        return WithoutAnnotations(json)!.AsObject();
    }

    /// <summary>Runs a command that changes an object, and gives both of its states.</summary>
    public static async Task<(ShellResult Result, JsonObject Before, JsonObject After)> ChangeAsync(
        this TestTenant tenant, string id, string command, Dictionary<string, object?>? parameters = null)
    {
        var before = tenant.Stored(id);
        var result = await tenant.RunAsync(command + " -IfExists Update", parameters);
        return (result, before, tenant.Stored(id));
    }

    /// <summary>The members that differ.</summary>
    public static IReadOnlyList<string> Changed(JsonObject before, JsonObject after) =>
        [.. before.Select(pair => pair.Key).Union(after.Select(pair => pair.Key)).Where(name =>
            before.ContainsKey(name) != after.ContainsKey(name) || !JsonNode.DeepEquals(before[name], after[name]))];

    /// <summary>The settings by key, in their order.</summary>
    public static IReadOnlyList<(string Key, string Value)> Settings(JsonObject json)
    {
        var (list, key, value) = json["settings"] is JsonArray ios ? (ios, "appConfigKey", "appConfigKeyValue")
            : json["customSettings"] is JsonArray custom ? (custom, "name", "value")
            : (json["payloadJson"]!["managedProperty"]!.AsArray(), "key", "");
        return [.. list.Select(item => ((string)item![key]!,
            (value.Length > 0 ? item[value] : item.AsObject().First(pair => pair.Key != key).Value)!.ToString()))];
    }

    // Annotations say nothing that is stored: "@odata.type" of an item, "settings@odata.type".
    private static JsonNode? WithoutAnnotations(JsonNode? node) => node switch
    {
        JsonObject json => new JsonObject(json.Where(pair => !pair.Key.Contains('@', StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key, WithoutAnnotations(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(WithoutAnnotations)]),
        _ => node?.DeepClone(),
    };
}
