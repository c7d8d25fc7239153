using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.OData.Edm;

namespace SmimeCertTools.GraphSchema;

/// <summary>What a request's address leads to.</summary>
internal enum RequestKind
{
    /// <summary>A set of entities.</summary>
    Collection,

    /// <summary>One entity.</summary>
    Entity,

    /// <summary>The reference of a navigation: …/$ref.</summary>
    Reference,

    /// <summary>An action bound to an entity.</summary>
    Action,
}

/// <summary>Where an address leads in the metadata.</summary>
/// <param name="Kind">What it leads to.</param>
/// <param name="Type">The entity type; of an action the one it is bound to.</param>
/// <param name="Action">The action; null for none.</param>
internal sealed record RequestTarget(RequestKind Kind, IEdmEntityType Type, IEdmAction? Action = null)
{
    /// <summary>Follows an address; null when it leads nowhere.</summary>
    public static RequestTarget? Find(IEdmModel model, string address)
    {
        var path = address.Split('?')[0].Trim('/').Split('/').Select(Uri.UnescapeDataString).SelectMany(SplitKey).ToList();
        if (path.Count < 2 || path[0] is not ("beta" or "v1.0"))
        {
            return null;
        }

        var target = model.EntityContainer.FindSingleton(path[1]) is { } singleton
            ? new RequestTarget(RequestKind.Entity, singleton.EntityType)
            : model.EntityContainer.FindEntitySet(path[1]) is { } set
                ? new RequestTarget(RequestKind.Collection, set.EntityType)
                : null;
        foreach (var segment in path.Skip(2))
        {
            target = target is null ? null : Step(model, target, segment);
        }

        return target;
    }

    private static IEnumerable<string> SplitKey(string segment)
    {
        var open = segment.IndexOf('(');
        return open > 0 && segment.EndsWith(')')
            ? [segment[..open], segment[(open + 1)..^1].Trim('\'')]
            : [segment];
    }

    private static RequestTarget? Step(IEdmModel model, RequestTarget target, string segment)
    {
        if (segment == "$ref")
        {
            return target with { Kind = RequestKind.Reference };
        }

        if (segment.StartsWith("microsoft.graph.", StringComparison.Ordinal)
            && model.FindDeclaredType(segment) is IEdmEntityType cast)
        {
            return cast.InheritsFrom(target.Type) || cast == target.Type ? target with { Type = cast } : null;
        }

        if (target.Kind == RequestKind.Collection)
        {
            return target with { Kind = RequestKind.Entity };
        }

        if (target.Kind != RequestKind.Entity)
        {
            return null;
        }

        if (target.Type.FindProperty(segment) is IEdmNavigationProperty navigation)
        {
            return new RequestTarget(
                navigation.Type.IsCollection() ? RequestKind.Collection : RequestKind.Entity, navigation.ToEntityType());
        }

        const string prefix = "microsoft.graph.";
        var name = segment.Replace(prefix, string.Empty, StringComparison.Ordinal);
        var action = model.SchemaElements.OfType<IEdmAction>()
            .Where(item => item.IsBound && item.Name == name)
            .Select(item => (Action: item, Type: item.Parameters.First().Type.Definition as IEdmEntityType))
            .Where(item => item.Type is not null && (item.Type == target.Type || target.Type.InheritsFrom(item.Type)))
            .OrderByDescending(item => item.Type == target.Type)
            .Select(item => item.Action).FirstOrDefault();
        return action is null ? null : new RequestTarget(RequestKind.Action, target.Type, action);
    }
}
