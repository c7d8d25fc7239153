using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Tests.Profiles;

/// <summary>Settings and a platform that make a profile.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Platform">The platform.</param>
/// <param name="Settings">Makes the settings, given the profiles they refer to.</param>
internal sealed record ProfileCase(string Name, SmimePlatform Platform, Func<ProfileLookup, ProfileSettings> Settings)
{
    /// <summary>The request body that creates it.</summary>
    public static JsonObject Compose(ProfileBody body, string displayName, Uri graph)
    {
        var json = new JsonObject
        {
            ["@odata.type"] = ProfileTypes.Prefix + body.ODataType,
            ["displayName"] = displayName,
            ["description"] = "For tests",
            ["roleScopeTagIds"] = new JsonArray("0"),
        };
        foreach (var (name, value) in body.Members)
        {
            json[name] = value?.DeepClone();
        }

        foreach (var reference in body.References)
        {
            json[reference.Navigation + "@odata.bind"] =
                new Uri(graph, $"beta/deviceManagement/deviceConfigurations('{reference.ProfileId}')").ToString();
        }

        return json;
    }

    /// <summary>The action that sets the apps of a managed-app policy.</summary>
    public static JsonObject ComposeApps(ProfileBody body) => new()
    {
        ["apps"] = new JsonArray([.. body.TargetApps.Select(app => app.DeepClone())]),
        ["appGroupType"] = "selectedPublicApps",
    };

    public override string ToString() => $"{Platform} {Name}";
}

/// <summary>Finds a profile that others refer to.</summary>
internal delegate ReferencedProfile ProfileLookup(SmimePlatform platform, SmimeProfileKind kind, UserPfxPurpose? purpose = null);
