using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace SmimeCertTools.Core.Migration;

/// <summary>
/// In what order passwords are tried on a file: those whose line of the list has words in common with the file's name come first,
/// rare and long words before others. What opened a file is likely for others with its words, or with those of the names in its
/// certificate: people keep a password for their next certificate. Safe for concurrent use.
/// </summary>
internal sealed class PasswordOrder
{
    // What the list says counts for more than what was learned.
    private const double WeightOfLearned = 0.3;

    private readonly object _gate = new();
    private readonly Dictionary<string, HashSet<int>> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> _learned = new(StringComparer.Ordinal);
    private readonly HashSet<int> _used = [];
    private readonly Dictionary<string, List<int>> _byFolder = new(StringComparer.Ordinal);
    private readonly int _count;

    /// <param name="passwords">The passwords.</param>
    public PasswordOrder(IReadOnlyList<ListedPassword> passwords)
    {
        _count = passwords.Count;
        for (var i = 0; i < _count; i++)
        {
            foreach (var hint in passwords[i].Hints)
            {
                Add(_listed, NameWords.Of(WithoutExtension(hint)), i);
            }
        }
    }

    /// <summary>The passwords that something speaks for, by how much, the best first.</summary>
    /// <param name="path">The file.</param>
    public IReadOnlyList<int> Likely(string path)
    {
        var (scores, learned) = (new Dictionary<int, double>(), new Dictionary<int, double>());
        lock (_gate)
        {
            foreach (var word in WordsOf(path))
            {
                foreach (var (password, weight) in Weigh(_listed, word))
                {
                    scores[password] = weight + (scores.TryGetValue(password, out var score) ? score : 0);
                }

                // Files of many people share words such as "sig" and a domain: only the best of what was learned counts.
                foreach (var (password, weight) in Weigh(_learned, word))
                {
                    learned[password] = Math.Max(weight, learned.TryGetValue(password, out var best) ? best : 0);
                }
            }

            foreach (var pair in learned)
            {
                scores[pair.Key] =
                    (WeightOfLearned * pair.Value) + (scores.TryGetValue(pair.Key, out var score) ? score : 0);
            }
        }

        return
        [
            .. scores.OrderByDescending(pair => pair.Value).ThenBy(pair => IsUsed(pair.Key)).ThenBy(pair => pair.Key)
                .Select(pair => pair.Key),
        ];
    }

    /// <summary>
    /// All passwords: the likely ones, those that opened files of the same folder last, those that have opened none yet, and the
    /// rest. What opens another file while the others are tried goes to the rest.
    /// </summary>
    /// <param name="path">The file.</param>
    public IEnumerable<int> All(string path)
    {
        var first = Likely(path).Concat(Near(path)).Distinct().ToList();
        foreach (var password in first)
        {
            yield return password;
        }

        var rest = new List<int>();
        foreach (var password in Enumerable.Range(0, _count).Except(first))
        {
            if (IsUsed(password))
            {
                rest.Add(password);
            }
            else
            {
                yield return password;
            }
        }

        foreach (var password in rest)
        {
            yield return password;
        }
    }

    /// <summary>Takes up that a password opened a file.</summary>
    /// <param name="password">The password.</param>
    /// <param name="path">The file.</param>
    /// <param name="names">Names in its certificates.</param>
    public void Learn(int password, string path, IEnumerable<string> names)
    {
        var words = NameWords.Of(WithoutExtension(path)).Concat(names.SelectMany(NameWords.Of)).ToList();
        lock (_gate)
        {
            Add(_learned, words, password);
            _used.Add(password);
            if (!_byFolder.TryGetValue(FolderOf(path), out var opened))
            {
                _byFolder.Add(FolderOf(path), opened = []);
            }

            opened.Remove(password);
            opened.Add(password);
        }
    }

    private bool IsUsed(int password)
    {
        lock (_gate)
        {
            return _used.Contains(password);
        }
    }

    private List<int> Near(string path)
    {
        lock (_gate)
        {
            return _byFolder.TryGetValue(FolderOf(path), out var opened) ? [.. opened.AsEnumerable().Reverse().Take(2)] : [];
        }
    }

    // A folder for each person is a way to name files as well.
    private static IEnumerable<string> WordsOf(string path) => NameWords.Of(WithoutExtension(path))
        .Concat(NameWords.Of(Path.GetFileName(FolderOf(path)))).Distinct(StringComparer.Ordinal);

    private static string FolderOf(string path) => Path.GetDirectoryName(path) ?? string.Empty;

    // Of a name alone: "john.doe@contoso.com" has no extension that could be left out.
    private static string WithoutExtension(string path)
    {
        var name = path.Substring(path.LastIndexOfAny(['/', '\\']) + 1);
        return name.EndsWith(".pfx", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".p12", StringComparison.OrdinalIgnoreCase)
            ? name.Substring(0, name.Length - 4) : name;
    }

    private IEnumerable<(int Password, double Weight)> Weigh(Dictionary<string, HashSet<int>> index, string word)
    {
        // What stands beside most passwords speaks for none.
        if (!index.TryGetValue(word, out var passwords) || (_count > 1 && passwords.Count > _count / 2))
        {
            return [];
        }

        var weight = word.Length * Math.Log((1.0 + _count) / passwords.Count);
        return passwords.Select(password => (password, weight));
    }

    private static void Add(Dictionary<string, HashSet<int>> index, IEnumerable<string> words, int password)
    {
        foreach (var word in words)
        {
            if (!index.TryGetValue(word, out var passwords))
            {
                index.Add(word, passwords = []);
            }

            passwords.Add(password);
        }
    }
}
