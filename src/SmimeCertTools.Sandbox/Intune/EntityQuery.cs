using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>The query options of a request for Intune's entities.</summary>
internal sealed record EntityQuery
{
    /// <summary>Filter, paging and counting.</summary>
    public QueryOptions Page { get; private init; } = new();

    /// <summary>The members asked for; null for all.</summary>
    public IReadOnlyList<EntityPath>? Select { get; private init; }

    public IReadOnlyList<EntityPath> Expand { get; private init; } = [];

    /// <param name="request">The request.</param>
    /// <param name="type">The type that the address is of.</param>
    /// <exception cref="RequestRefusedException">An option is malformed, or names what the type does not have.</exception>
    public static EntityQuery Parse(SandboxRequest request, StructuredType type)
    {
        var select = request.QueryValue("$select");
        return new EntityQuery
        {
            Page = QueryOptions.Parse(request, FilterRules.Of(type), "$select", "$expand"),
            Select = select is null ? null : [.. Paths(select, type, isExpand: false)],
            Expand = request.QueryValue("$expand") is { } expand ? [.. Paths(expand, type, isExpand: true)] : [],
        };
    }

    private static IEnumerable<EntityPath> Paths(string list, StructuredType type, bool isExpand)
    {
        foreach (var text in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            var name = text[(slash + 1)..];
            var of = slash < 0 ? type : SchemaModel.Graph.FindQualified(text[..slash]);
            var isThere = of is not null && of.Is(type)
                && (of.FindNavigation(name) is not null || (!isExpand && (name == "id" || of.Find(name) is not null)));
            yield return isThere
                ? new EntityPath(of!, name)
                : throw RequestRefusedException.BadQuery(
                    $"Could not find a property named '{text}' on type '{type.QualifiedName}'. "
                    + "A member of a type that derives from it is written <type>/<member>.");
        }
    }
}

/// <summary>A member or navigation, and the type whose entities have it.</summary>
internal sealed record EntityPath(StructuredType Type, string Name);
