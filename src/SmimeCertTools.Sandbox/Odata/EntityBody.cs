using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>What a request body says of an entity, and all that is wrong with it.</summary>
/// <param name="Type">The entity's type.</param>
internal sealed record EntityBody(StructuredType Type)
{
    /// <summary>The members that were sent, normalized, without those that the service sets.</summary>
    public JsonObject Values { get; } = [];

    /// <summary>The addresses of what navigations shall lead to.</summary>
    public Dictionary<string, string> Bindings { get; } = [];

    /// <summary>What is wrong, each beginning with the member's name.</summary>
    public List<string> Problems { get; } = [];

    public string? Text(string member) => (string?)Values[member];
}
