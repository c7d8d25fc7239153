using System;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Lists;

/// <summary>A column that lists may have. All of them, with their other names, stand here.</summary>
internal sealed class ListColumn
{
    /// <summary>The user's principal name.</summary>
    public static readonly ListColumn UserPrincipalName = new("UserPrincipalName", "UPN");

    /// <summary>The PFX file, relative to the list.</summary>
    public static readonly ListColumn Path = new("Path", "PathToPfxFile", "LiteralPath", "FullName");

    /// <summary>The file's password.</summary>
    public static readonly ListColumn Password = new("Password", "PfxPassword");

    /// <summary>A file with the password in its first line, relative to the list.</summary>
    public static readonly ListColumn PasswordFile = new("PasswordFile");

    /// <summary>What the certificate is for.</summary>
    public static readonly ListColumn IntendedPurpose = new("IntendedPurpose") { Likeness = "Purpose" };

    /// <summary>Whether a certificate is taken although it names none of the user's addresses.</summary>
    public static readonly ListColumn AllowOtherAddress = new("AllowOtherAddress");

    /// <summary>Every column that some list of files knows.</summary>
    public static readonly IReadOnlyList<ListColumn> All =
        [UserPrincipalName, Path, Password, PasswordFile, IntendedPurpose, AllowOtherAddress];

    private readonly IReadOnlyList<string> _names;

    /// <param name="name">The column's name.</param>
    /// <param name="aliases">Its other names.</param>
    public ListColumn(string name, params string[] aliases)
    {
        Name = name;
        _names = [name, .. aliases];
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>What people call it who have not read its name; null for nothing.</summary>
    public string? Likeness { get; private init; }

    /// <summary>The column that a header names, by name or alias, without regard to case; null when it is unknown.</summary>
    public static ListColumn? Named(string header, IReadOnlyList<ListColumn> known) =>
        known.FirstOrDefault(column => column._names.Contains(header, StringComparer.OrdinalIgnoreCase));

    /// <summary>Whether somebody who wrote <paramref name="header"/> probably meant this column.</summary>
    public bool Resembles(string header)
    {
        var written = Letters(header);
        return written.Length > 0 && _names.Any(name => Distance(written, Letters(name)) <= Math.Min(2, name.Length / 4));
    }

    // "User Principal Name" and "user_principal_name" differ from the name in nothing that matters.
    private static string Letters(string text) => new([.. text.Where(char.IsLetterOrDigit).Select(char.ToUpperInvariant)]);

    // Levenshtein's: how many characters are to be put in, taken out or exchanged.
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var exchanged = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(exchanged, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[other.Length];
    }
}
