using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Sandbox.Requests;

/// <summary>JSON objects from anonymous types.</summary>
internal static class JsonBody
{
    /// <summary>The members in their order, with a small first letter; those that are null as well.</summary>
    public static JsonObject Create(object members) =>
        JsonSerializer.SerializeToNode(members, JsonSerializerOptions.Web)!.AsObject();
}
