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
            switch (member.Name)
            {
                case "createdDateTime" when member.IsService:
                    values[member.Name] ??= MemberReader.Date(now);
                    break;
                case "lastModifiedDateTime" when member.IsService:
                    values[member.Name] = MemberReader.Date(now);
                    break;
                case "version" when member is { IsService: true, Kind: MemberKind.Int32 }:
                    values[member.Name] = ((int?)values[member.Name] ?? 0) + 1;
                    break;
                case "version" when member.IsService:
                    values[member.Name] = $"\"{Guid.NewGuid()}\"";
                    break;
                case "supportsScopeTags":
                    values[member.Name] = true;
                    break;
                case "roleScopeTagIds" or "roleScopeTags" when values[member.Name] is not JsonArray { Count: > 0 }:
                    values[member.Name] = new JsonArray(DefaultScopeTag);
                    break;
                case "isAssigned" or "appSupportsOemConfig" or "isBuiltIn":
                    values[member.Name] ??= false;
                    break;
                case "deployedAppCount":
                    values[member.Name] ??= 0;
                    break;
            }
        }
    }
}
