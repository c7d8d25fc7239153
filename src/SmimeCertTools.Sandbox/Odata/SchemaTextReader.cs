using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>Reads the notation of Odata/Schema/*.schema, which profiles.schema explains.</summary>
internal sealed class SchemaTextReader
{
    private StructuredType? _current;

    public List<EnumSchema> Enums { get; } = [];

    public List<StructuredType> Types { get; } = [];

    /// <exception cref="InvalidDataException">A line is not in the notation.</exception>
    public void Read(string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Replace("\n  | ", " ", StringComparison.Ordinal).Split('\n'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || line.StartsWith('#'))
            {
                continue;
            }

            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                ReadMember(words, line);
            }
            else if (words[0] is "enum" or "flags")
            {
                Enums.Add(new EnumSchema(words[1].TrimEnd(':'), words[2..], words[0] == "flags"));
            }
            else
            {
                ReadType(words, line);
            }
        }
    }

    private void ReadType(string[] words, string line)
    {
        var kind = Array.FindIndex(words, word => word is "entity" or "complex");
        if (kind < 0 || !(words[(kind + 1)..] is [_] or [_, ":", _]))
        {
            throw new InvalidDataException($"This is no type: {line}");
        }

        Types.Add(_current = new StructuredType(words[kind + 1], kind + 3 < words.Length ? words[kind + 3] : null)
        {
            IsEntity = words[kind] == "entity",
            IsAbstract = words[..kind].Contains("abstract"),
            IsDeprecated = words[..kind].Contains("deprecated"),
        });
    }

    private void ReadMember(string[] words, string line)
    {
        switch (words)
        {
            case ["fixed", var name]:
                _current!.FixedMembers.Add(name);
                break;
            case ["nav", var name, var type]:
                _current!.OwnNavigations.Add(new NavigationSchema(name, type.Trim('[', ']'), type.StartsWith('[')));
                break;
            case [var name, var type, .. var notes]:
                _current!.OwnMembers.Add(new MemberSchema(name, type.Trim('[', ']', '?'))
                {
                    IsCollection = type.StartsWith('['),
                    IsNullable = type.EndsWith('?'),
                    IsAskedFor = notes is ["required"],
                    IsService = notes is ["service"],
                    IsFixed = notes is ["fixed"],
                    Default = notes is ["default", var value] ? value : null,
                    Range = notes is ["range", var low, var high] ? (Number(low), Number(high)) : null,
                });
                break;
            default:
                throw new InvalidDataException($"This is no member: {line}");
        }
    }

    private static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
}
