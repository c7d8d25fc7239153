using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>An entity or complex type as Graph's metadata declares it, and what the service asks beyond.</summary>
/// <param name="name">The name without namespace.</param>
/// <param name="baseName">The name of its base; null for none.</param>
internal sealed class StructuredType(string name, string? baseName)
{
    /// <summary>The namespace, as @odata.type writes it and as addresses may abbreviate it.</summary>
    public static readonly IReadOnlyList<string> Namespaces = ["microsoft.graph.", "graph."];

    private List<StructuredType> _chain = [];

    public string Name { get; } = name;

    public string QualifiedName => Namespaces[0] + Name;

    public required bool IsEntity { get; init; }

    public bool IsAbstract { get; init; }

    /// <summary>Whether the service creates no more of them.</summary>
    public bool IsDeprecated { get; init; }

    public StructuredType? Base => _chain.ElementAtOrDefault(1);

    public List<MemberSchema> OwnMembers { get; } = [];

    public List<NavigationSchema> OwnNavigations { get; } = [];

    /// <summary>Inherited members that only here cannot change after creation.</summary>
    public HashSet<string> FixedMembers { get; } = new(StringComparer.Ordinal);

    /// <summary>All members but id, those of the base first.</summary>
    public IReadOnlyList<MemberSchema> Members { get; private set; } = [];

    public IReadOnlyList<NavigationSchema> Navigations { get; private set; } = [];

    /// <summary>Whether other types derive from it, so that a value has to say which it is.</summary>
    public bool HasDerived { get; private set; }

    public MemberSchema? Find(string member) => Members.FirstOrDefault(item => item.Name == member);

    public NavigationSchema? FindNavigation(string navigation) => Navigations.FirstOrDefault(item => item.Name == navigation);

    /// <summary>Whether it is the other type or derives from it.</summary>
    public bool Is(StructuredType other) => _chain.Contains(other);

    /// <summary>Whether a member cannot change after creation.</summary>
    public bool IsFixed(MemberSchema member) => member.IsFixed || _chain.Exists(type => type.FixedMembers.Contains(member.Name));

    public override string ToString() => QualifiedName;

    /// <summary>Binds the names of types; done once, when all are there.</summary>
    internal void Resolve(SchemaModel model)
    {
        _chain = [this];
        while (_chain[^1].BaseName is { } next)
        {
            _chain.Add(model[next]);
        }

        Members = [.. Enumerable.Reverse(_chain).SelectMany(type => type.OwnMembers)];
        Navigations = [.. Enumerable.Reverse(_chain).SelectMany(type => type.OwnNavigations)];
        HasDerived = model.Types.Any(type => type.BaseName == Name);
        foreach (var member in OwnMembers)
        {
            member.Resolve(model);
        }

        foreach (var navigation in OwnNavigations)
        {
            navigation.Type = model[navigation.TypeName];
        }
    }

    private string? BaseName => baseName;
}

/// <summary>A member of a type.</summary>
/// <param name="name">The name, as spelled.</param>
/// <param name="typeName">The primitive type, enumeration or complex type, without namespace.</param>
internal sealed class MemberSchema(string name, string typeName)
{
    public string Name { get; } = name;

    public string TypeName { get; } = typeName;

    public bool IsCollection { get; init; }

    /// <summary>Whether the metadata allows null.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether the service asks for it although null is allowed.</summary>
    public bool IsAskedFor { get; init; }

    /// <summary>Whether the service sets it.</summary>
    public bool IsService { get; init; }

    /// <summary>Whether it cannot change after creation.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The value of what is left out although null is not allowed; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>What a number, or the number of items, may be; null for anything.</summary>
    public (int Low, int High)? Range { get; init; }

    /// <summary>Whether a new entity must have it.</summary>
    public bool IsRequired => IsAskedFor || (!IsNullable && !IsService && Default is null);

    public MemberKind Kind { get; private set; }

    /// <summary>The enumeration of <see cref="MemberKind.Enum"/>.</summary>
    public EnumSchema? Enum { get; private set; }

    /// <summary>The type of <see cref="MemberKind.Complex"/>.</summary>
    public StructuredType? Complex { get; private set; }

    internal void Resolve(SchemaModel model)
    {
        if (System.Enum.TryParse<MemberKind>(TypeName, out var primitive))
        {
            Kind = primitive;
            return;
        }

        Enum = model.FindEnum(TypeName);
        Kind = Enum is null ? MemberKind.Complex : MemberKind.Enum;
        Complex = Enum is null ? model[TypeName] : null;
    }
}

/// <summary>A navigation to other entities.</summary>
/// <param name="Name">The name, as spelled.</param>
/// <param name="TypeName">The type of what it leads to, without namespace.</param>
/// <param name="IsCollection">Whether it leads to several.</param>
internal sealed record NavigationSchema(string Name, string TypeName, bool IsCollection)
{
    public StructuredType Type { get; set; } = null!;
}

/// <summary>Primitive types in use, enumerations and complex types.</summary>
internal enum MemberKind
{
    String,
    Boolean,
    Int32,
    Binary,
    DateTimeOffset,
    Enum,
    Complex,
}
