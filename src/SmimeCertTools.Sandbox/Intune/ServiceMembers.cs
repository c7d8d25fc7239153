using System;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>The members that the service sets when an entity is made or changed.</summary>
internal static class ServiceMembers
{
    private const string DefaultScopeTag = "0";

    public static void Set(StructuredType type, JsonObject values, DateTimeOffset now)
    {
        foreach (var member in type.Members)
        {
            var old = values[member.Name];
            JsonNode? set = member.Name switch
            {
                "createdDateTime" when member.IsService && old is null => MemberReader.Date(now),
                "lastModifiedDateTime" when member.IsService => MemberReader.Date(now),
                "version" when member is { IsService: true, Kind: MemberKind.Int32 } => ((int?)old ?? 0) + 1,
                "version" when member.IsService => $"\"{Guid.NewGuid()}\"",
                "supportsScopeTags" => true,
                "roleScopeTagIds" or "roleScopeTags" when old is not JsonArray { Count: > 0 } => new JsonArray(DefaultScopeTag),
                "isAssigned" or "appSupportsOemConfig" or "isBuiltIn" when old is null => false,
                "deployedAppCount" when old is null => 0,
                _ => null,
            };
            if (set is not null)
            {
                values[member.Name] = set;
            }
        }
    }
}
