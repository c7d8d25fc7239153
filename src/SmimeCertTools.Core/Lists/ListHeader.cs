using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Lists;

/// <summary>Where in the rows of a list each value stands.</summary>
internal sealed class ListHeader
{
    private readonly Dictionary<ListColumn, int> _places = [];
    private readonly List<string> _unknown = [];
    private readonly HashSet<int> _blank = [];

    private ListHeader(IReadOnlyList<string> names) => Count = names.Count;

    /// <summary>How many fields the header has; the names of the last ones may be blank.</summary>
    public int Count { get; }

    /// <summary>Ours among its columns.</summary>
    public IReadOnlyCollection<ListColumn> Columns => _places.Keys;

    /// <summary>How many fields a row must have at least to have all columns that must be there.</summary>
    public int Least { get; private set; }

    /// <summary>The columns that no list knows. Their values are not read.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>Reads the header.</summary>
    /// <param name="names">Its fields.</param>
    /// <param name="line">Its line, from 1.</param>
    /// <param name="required">The columns that must be there.</param>
    /// <param name="errors">Words the errors.</param>
    /// <param name="known">The columns that such a list may have.</param>
    /// <exception cref="SmimeException">A column is missing, there twice, or named almost like one of ours.</exception>
    public static ListHeader Read(IReadOnlyList<string> names, int line, IReadOnlyList<ListColumn> required, ListErrors errors,
        IReadOnlyList<ListColumn> known)
    {
        var header = new ListHeader(names);
        ListColumn? twice = null;
        for (var i = 0; i < names.Count; i++)
        {
            var name = Clean(names[i]);
            if (ListColumn.Named(name, known) is not { } column)
            {
                if (name.Length > 0)
                {
                    header._unknown.Add(name);
                }
                else
                {
                    header._blank.Add(i);
                }
            }
            else if (header._places.ContainsKey(column))
            {
                twice ??= column;
            }
            else
            {
                header._places.Add(column, i);
            }
        }

        var misspelt = header.FindMisspelt(known, (column, name) => column.Resembles(name))
            ?? header.FindMisspelt(known, (column, name) => name.Equals(column.Likeness, StringComparison.OrdinalIgnoreCase));
        if (misspelt is ({ } written, { } meant))
        {
            throw errors.ColumnMisspelt(line, written, meant);
        }

        List<ListColumn> missing = [.. required.Where(column => header.Find(column) is null && !header.MayLack(column))];
        return IsOneField(names, known) ? throw errors.OneField(line)
            : missing.Count > 0 ? throw errors.ColumnMissing(line, missing, header.Quotable(names))
            : twice is not null ? throw errors.ColumnTwice(line, twice)
            : header.With(required);
    }

    /// <summary>The place of a column, from 0; null when the list does not have it.</summary>
    public int? Find(ListColumn column) => _places.TryGetValue(column, out var place) ? place : null;

    /// <summary>Whether the column at a place has no name.</summary>
    public bool IsBlank(int place) => _blank.Contains(place);

    private (string Name, ListColumn Meant)? FindMisspelt(
        IReadOnlyList<ListColumn> known, Func<ListColumn, string, bool> isAlike)
    {
        foreach (var name in _unknown)
        {
            if (known.FirstOrDefault(column => Find(column) is null && isAlike(column, name)) is { } meant)
            {
                return (name, meant);
            }
        }

        return null;
    }

    // Without users the certificates lead to them. A column that is not ours may be that of the users under another name.
    private bool MayLack(ListColumn column) => column == ListColumn.UserPrincipalName && _unknown.Count == 0;

    private ListHeader With(IReadOnlyList<ListColumn> required)
    {
        Least = required.Select(column => Find(column) ?? 0).DefaultIfEmpty(-1).Max() + 1;
        return this;
    }

    // Without a header the names are the values of the first row, password and all; a row has a user or a path in it.
    private IReadOnlyList<string> Quotable(IReadOnlyList<string> names) =>
        _places.Count == 0 && names.Any(name => name.IndexOfAny(['@', '.', '/', '\\']) >= 0)
            ? []
            : [.. names.Select(Clean).Where(name => name.Length > 0)];

    // A heading may have several lines in a spreadsheet.
    private static string Clean(string name) =>
        ListText.Trim(string.Join(" ", name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));

    private static bool IsOneField(IReadOnlyList<string> names, IReadOnlyList<ListColumn> known) =>
        names.Count(name => !ListText.IsBlank(name)) == 1
        && ListParser.Split(names.First(name => !ListText.IsBlank(name)))
            .Count(name => ListColumn.Named(Clean(name), known) is not null) > 1;
}
