using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>An entity type as Graph's metadata declares it, and what the service asks beyond.</summary>
/// <param name="Name">The type's name without namespace.</param>
/// <param name="Members">Its members, without id.</param>
internal sealed record EntitySchema(string Name, IReadOnlyList<MemberSchema> Members)
{
    public string QualifiedName => $"microsoft.graph.{Name}";

    public MemberSchema? Find(string name) => Members.FirstOrDefault(member => member.Name == name);
}

/// <summary>A member of an entity type.</summary>
/// <param name="Name">The name, as spelled.</param>
/// <param name="Kind">The type.</param>
internal sealed record MemberSchema(string Name, MemberKind Kind)
{
    /// <summary>Whether the metadata allows null.</summary>
    public bool IsNullable { get; init; }

    /// <summary>Whether a new entity must have it; the service asks for more than the metadata says.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The enumeration of <see cref="MemberKind.Enum"/>.</summary>
    public EnumSchema? Enum { get; init; }
}

/// <summary>An enumeration and its members.</summary>
internal sealed record EnumSchema(string Name, IReadOnlyList<string> Members);

/// <summary>Primitive types in use, and enumerations.</summary>
internal enum MemberKind
{
    String,
    Binary,
    DateTimeOffset,
    Enum,
}
