using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>
/// The part of Graph's beta metadata that the sandbox answers for, with what the service asks beyond it. It stands in the files
/// Odata/Schema/*.schema.
/// </summary>
internal sealed class SchemaModel
{
    private readonly Dictionary<string, EnumSchema> _enums;
    private readonly Dictionary<string, StructuredType> _types;

    private SchemaModel(IEnumerable<EnumSchema> enums, IEnumerable<StructuredType> types)
    {
        _enums = enums.ToDictionary(item => item.Name, StringComparer.Ordinal);
        _types = types.ToDictionary(item => item.Name, StringComparer.Ordinal);
        foreach (var type in _types.Values)
        {
            type.Resolve(this);
        }
    }

    /// <summary>The one model.</summary>
    public static SchemaModel Graph { get; } = Load();

    public IReadOnlyCollection<EnumSchema> Enums => _enums.Values;

    public IReadOnlyCollection<StructuredType> Types => _types.Values;

    /// <summary>The type of this name, without namespace.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public StructuredType this[string name] => _types[name];

    /// <summary>The enumeration of this name; null for none.</summary>
    public EnumSchema? FindEnum(string name) => _enums.GetValueOrDefault(name);

    /// <summary>The type of this name with namespace (with or without #, as in @odata.type and casts); null for none.</summary>
    public StructuredType? FindQualified(string name)
    {
        var bare = name.TrimStart('#');
        var prefix = StructuredType.Namespaces.FirstOrDefault(item => bare.StartsWith(item, StringComparison.Ordinal));
        return prefix is null ? null : _types.GetValueOrDefault(bare[prefix.Length..]);
    }

    private static SchemaModel Load()
    {
        var assembly = typeof(SchemaModel).Assembly;
        var reader = new SchemaTextReader();
        var names = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".schema", StringComparison.Ordinal));
        foreach (var name in names)
        {
            using var text = new StreamReader(assembly.GetManifestResourceStream(name)!);
            reader.Read(text.ReadToEnd());
        }

        return new SchemaModel(reader.Enums, reader.Types);
    }
}

/// <summary>An enumeration and its members in the order of their values.</summary>
/// <param name="Name">The name without namespace.</param>
/// <param name="Members">The members.</param>
/// <param name="IsFlags">Whether values are members joined by commas.</param>
internal sealed record EnumSchema(string Name, IReadOnlyList<string> Members, bool IsFlags)
{
    // The member by which evolvable enumerations tell old clients of newer members: never a value to send.
    private const string Sentinel = "unknownFutureValue";

    /// <summary>The members that may be sent.</summary>
    public IEnumerable<string> Writable => Members.Where(member => member != Sentinel);

    /// <summary>
    /// The value as the service returns it, flags in the order of their bits; null where it is none. Names are read without case:
    /// Microsoft's own cmdlets send SmimeEncryption and OaepSha512.
    /// </summary>
    public string? Normalize(string text)
    {
        if (!IsFlags)
        {
            return Writable.FirstOrDefault(member => member.Equals(text, StringComparison.OrdinalIgnoreCase));
        }

        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        return parts.All(part => Writable.Contains(part, StringComparer.OrdinalIgnoreCase))
            ? string.Join(',', Members.Where(member => parts.Contains(member, StringComparer.OrdinalIgnoreCase))) : null;
    }
}
