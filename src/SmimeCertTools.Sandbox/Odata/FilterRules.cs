using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>What the $filter of one collection may say.</summary>
internal sealed record FilterRules
{
    /// <summary>The members that it may name.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Of <c>eq</c>, <c>ne</c> and <c>in</c> those that are known.</summary>
    public required IReadOnlyList<string> Operators { get; init; }

    /// <summary>
    /// Of <c>isof</c>, <c>startswith</c>, <c>endswith</c>, <c>contains</c>, <c>tolower</c> and <c>toupper</c> those that are
    /// known.
    /// </summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Whether <c>or</c>, <c>not</c> and parentheses are known, and values that are no text.</summary>
    public bool IsFull { get; init; }

    /// <summary>Whether <c>or</c> and parentheses are known, of which <see cref="IsFull"/> knows more.</summary>
    public bool KnowsOr { get; init; }

    /// <summary>Members that are lists of texts, of which <c>any</c> of one comparison by <c>eq</c> is known.</summary>
    public IReadOnlyList<string> Collections { get; init; } = [];

    /// <summary>The most values that <c>in</c> takes, and the most comparisons that are joined by <c>or</c>.</summary>
    public int MaxValues { get; init; } = int.MaxValue;

    /// <summary>How texts are compared that no function has changed.</summary>
    public StringComparison Comparison { get; init; } = StringComparison.OrdinalIgnoreCase;

    /// <summary>The refusal of a member, or of an operator on it, that the collection does not take.</summary>
    public required Func<string, RequestRefusedException> Refusal { get; init; }

    /// <summary>What collections of entities take: every member that is one value.</summary>
    public static FilterRules Of(StructuredType type) => new()
    {
        Fields = ["id", .. type.Members
            .Where(member => member is { IsCollection: false, Kind: not MemberKind.Complex }).Select(member => member.Name)],
        Operators = ["eq", "ne"],
        Functions = ["isof", "startswith", "endswith", "contains", "tolower", "toupper"],
        IsFull = true,
        Refusal = name => RequestRefusedException.BadQuery(
            $"Could not find a property named '{name}' on type '{type.QualifiedName}'."),
    };
}
