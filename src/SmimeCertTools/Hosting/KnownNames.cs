using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Hosting;

/// <summary>What a name stands for.</summary>
internal enum KnownNameKind
{
    /// <summary>A profile: its id, shown by its name.</summary>
    Profile,

    /// <summary>A group: its id, shown by its name.</summary>
    Group,

    /// <summary>An assignment filter, by name.</summary>
    FilterName,

    /// <summary>A scope tag, by name.</summary>
    ScopeTagName,

    /// <summary>A user, by user principal name.</summary>
    User,

    /// <summary>A user's certificate in Intune: its thumbprint.</summary>
    UserCertificate,

    /// <summary>A certificate connector, by its machine.</summary>
    Connector,

    /// <summary>A managed identity: its object id, shown by its name.</summary>
    ManagedIdentity,
}

/// <summary>A name that commands have met.</summary>
internal sealed class KnownName(string value, string text, string meaning, string? owner = null)
{
    /// <summary>What a parameter takes: a name, an id, a thumbprint.</summary>
    public string Value { get; } = value;

    /// <summary>What people call it by.</summary>
    public string Text { get; } = text;

    /// <summary>What completion says of it.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Whose it is; null for what belongs to nobody.</summary>
    public string? Owner { get; } = owner;
}

/// <summary>
/// The names that commands of a session have met. Completion offers them: it must not wait for a service. Of each kind the last
/// ones are kept. Nothing secret comes here.
/// </summary>
internal sealed class KnownNames
{
    /// <summary>How many names of a kind are kept.</summary>
    public const int Limit = 5000;

    private readonly Dictionary<KnownNameKind, Dictionary<string, KnownName>> _names = [];
    private readonly Dictionary<KnownNameKind, Queue<string>> _order = [];
    private readonly object _gate = new();

    /// <summary>Remembers a name.</summary>
    /// <param name="kind">What it stands for.</param>
    /// <param name="value">What a parameter takes; nothing is remembered of null and empty text.</param>
    /// <param name="meaning">What completion says of it.</param>
    /// <param name="text">What people call it by; null where that is the value.</param>
    /// <param name="owner">Whose it is.</param>
    public void Add(KnownNameKind kind, string? value, string meaning, string? text = null, string? owner = null)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        var name = new KnownName(value!, string.IsNullOrEmpty(text) ? value! : text!, meaning, owner);
        lock (_gate)
        {
            var (names, order) = Of(kind, make: true);
            var key = Key(value!, owner);
            if (!names.ContainsKey(key))
            {
                order.Enqueue(key);
                if (order.Count > Limit)
                {
                    names.Remove(order.Dequeue());
                }
            }

            names[key] = name;
        }
    }

    /// <summary>Forgets a name that is no longer there.</summary>
    public void Forget(KnownNameKind kind, string? value, string? owner = null)
    {
        lock (_gate)
        {
            var (names, order) = Of(kind, make: false);
            if (value is not null && names.Remove(Key(value, owner)))
            {
                _order[kind] = new(order.Where(names.ContainsKey));
            }
        }
    }

    /// <summary>The names of a kind, sorted by what people call them.</summary>
    public IReadOnlyList<KnownName> Of(KnownNameKind kind)
    {
        lock (_gate)
        {
            return
            [
                .. Of(kind, make: false).Names.Values.OrderBy(name => name.Text, StringComparer.OrdinalIgnoreCase)
                    .ThenBy(name => name.Value, StringComparer.OrdinalIgnoreCase),
            ];
        }
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _names.Clear();
            _order.Clear();
        }
    }

    private static string Key(string value, string? owner) => $"{value.ToUpperInvariant()}\n{owner?.ToUpperInvariant()}";

    private (Dictionary<string, KnownName> Names, Queue<string> Order) Of(KnownNameKind kind, bool make)
    {
        if (_names.TryGetValue(kind, out var names))
        {
            return (names, _order[kind]);
        }

        (names, var order) = ([], new Queue<string>());
        if (make)
        {
            (_names[kind], _order[kind]) = (names, order);
        }

        return (names, order);
    }
}

/// <summary>An object that names something which completion may offer later.</summary>
internal interface IKnown
{
    /// <summary>Hands the names over.</summary>
    void Remember(KnownNames names);
}
