using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Hosting;

/// <summary>What a name stands for.</summary>
internal enum KnownNameKind
{
    /// <summary>A profile, by name.</summary>
    ProfileName,

    /// <summary>A profile, by id.</summary>
    ProfileId,

    /// <summary>A group, by name.</summary>
    GroupName,

    /// <summary>A group, by id.</summary>
    GroupId,

    /// <summary>An assignment filter, by name.</summary>
    FilterName,

    /// <summary>A scope tag, by name.</summary>
    ScopeTagName,
}

/// <summary>
/// The names that commands of a session have met. Completion offers them: it must not wait for a service.
/// </summary>
internal sealed class KnownNames
{
    private readonly ConcurrentDictionary<(KnownNameKind Kind, string Name), string> _names = [];

    /// <summary>Remembers a name.</summary>
    /// <param name="kind">What it stands for.</param>
    /// <param name="name">The name; nothing is remembered of null and empty text.</param>
    /// <param name="meaning">What completion says of it.</param>
    public void Add(KnownNameKind kind, string? name, string meaning)
    {
        if (!string.IsNullOrEmpty(name))
        {
            _names[(kind, name!)] = meaning;
        }
    }

    /// <summary>The names of a kind with their meanings, sorted.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Of(KnownNameKind kind) =>
    [
        .. _names.Where(pair => pair.Key.Kind == kind)
            .OrderBy(pair => pair.Key.Name, StringComparer.OrdinalIgnoreCase)
            .Select(pair => new KeyValuePair<string, string>(pair.Key.Name, pair.Value)),
    ];

    /// <summary>Forgets all.</summary>
    public void Clear() => _names.Clear();
}
