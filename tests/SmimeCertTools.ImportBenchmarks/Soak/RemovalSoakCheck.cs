using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.ImportBenchmarks.Soak;

/// <summary>What the service had, what it has, what the file of results says, and what the CA is told: they must agree.</summary>
internal sealed partial class RemovalSoakCheck
{
    private readonly Dictionary<string, StoredUserPfx> _before;
    private readonly List<JsonElement> _entries = [];
    private readonly List<string> _problems = [];

    public RemovalSoakCheck(IEnumerable<StoredUserPfx> before) =>
        _before = before.ToDictionary(record => record.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>The entries of the file of results that are of removals, or began as such.</summary>
    public IReadOnlyList<JsonElement> Entries => _entries;

    /// <summary>What the CA calls a certificate.</summary>
    public static string SerialNumber(StoredUserPfx record) => string.Concat("7A", record.Thumbprint.AsSpan(0, 30));

    public static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) ? value.GetString() : null;

    /// <summary>Everything that is wrong, in words.</summary>
    public IReadOnlyList<string> Find(IEnumerable<StoredUserPfx> now, string resultPath, string listPath)
    {
        var present = now.Select(record => record.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        _problems.AddRange(present.Where(_before.ContainsKey).Select(id => $"{id} is still there"));
        var gone = _before.Values.Where(record => !present.Contains(record.Id)).ToList();
        Read(resultPath);
        Compare(
            gone.Select(record => record.Id),
            _entries.Where(entry => Text(entry, "Status") == "Removed").Select(entry => Text(entry, "RecordId") ?? "nothing"),
            "the file of results");
        Compare(gone.Select(SerialNumber), Listed(listPath), "the list");
        return _problems;
    }

    private void Read(string resultPath)
    {
        var line = 0;
        foreach (var text in File.ReadLines(resultPath))
        {
            line++;
            try
            {
                _entries.Add(JsonDocument.Parse(text).RootElement);
            }
            catch (JsonException)
            {
                _problems.Add($"line {line} of the file of results cannot be read");
            }
        }
    }

    private IEnumerable<string> Listed(string listPath)
    {
        foreach (var line in File.ReadLines(listPath))
        {
            if (Command().Match(line) is { Success: true } command)
            {
                yield return command.Groups[1].Value;
            }
            else if (line != "@echo off" && !line.StartsWith("rem ", StringComparison.Ordinal))
            {
                _problems.Add($"the list has a line that is no entry: '{line}'");
            }
        }
    }

    private void Compare(IEnumerable<string> expected, IEnumerable<string> found, string where)
    {
        var counts = found.GroupBy(item => item, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.OrdinalIgnoreCase);
        foreach (var item in expected)
        {
            var count = counts.GetValueOrDefault(item);
            counts.Remove(item);
            if (count != 1)
            {
                _problems.Add($"{where} has {item} {count} times");
            }
        }

        _problems.AddRange(counts.Keys.Select(item => $"{where} has {item}, which was not removed"));
    }

    [GeneratedRegex("^certutil -revoke ([0-9A-Fa-f]+) 5$")]
    private static partial Regex Command();
}
