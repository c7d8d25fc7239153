using System;
using System.Collections.Generic;

namespace SmimeCertTools.Core.Bulk.Manifest;

/// <summary>Where in a row of a manifest each value stands.</summary>
internal sealed class ManifestColumns
{
    public const string Advice = "Its first line must name the columns: UserPrincipalName, Path, Password or PasswordFile, and "
        + "where wanted IntendedPurpose.";

    private const string User = "UserPrincipalName";
    private const string File = "Path";

    // The names that the pipeline takes as well.
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        [User] = User,
        ["UPN"] = User,
        [File] = File,
        ["PathToPfxFile"] = File,
        ["LiteralPath"] = File,
        ["FullName"] = File,
        [nameof(Password)] = nameof(Password),
        ["PfxPassword"] = nameof(Password),
        [nameof(PasswordFile)] = nameof(PasswordFile),
        [nameof(IntendedPurpose)] = nameof(IntendedPurpose),
    };

    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private ManifestColumns(int count) => Count = count;

    public int Count { get; }

    public int UserPrincipalName => _places[User];

    public int Path => _places[File];

    public int? Password => Find(nameof(Password));

    public int? PasswordFile => Find(nameof(PasswordFile));

    public int? IntendedPurpose => Find(nameof(IntendedPurpose));

    /// <summary>Reads the header.</summary>
    /// <exception cref="ManifestException">A column is missing, unknown, or there twice.</exception>
    public static ManifestColumns Read(IReadOnlyList<string> header, int line, bool needsPassword, ManifestErrors errors)
    {
        var columns = new ManifestColumns(header.Count);
        string? unknown = null;
        string? twice = null;
        for (var i = 0; i < header.Count; i++)
        {
            if (!Names.TryGetValue(header[i].Trim(), out var name))
            {
                unknown ??= header[i].Trim();
            }
            else if (columns._places.ContainsKey(name))
            {
                twice ??= name;
            }
            else
            {
                columns._places.Add(name, i);
            }
        }

        var missing = new List<string>();
        foreach (var required in new[] { User, File })
        {
            if (!columns._places.ContainsKey(required))
            {
                missing.Add(required);
            }
        }

        if (missing.Count > 0)
        {
            throw errors.ColumnMissing(line, missing);
        }

        if (unknown is not null || twice is not null)
        {
            throw unknown is null ? errors.ColumnTwice(line, twice!) : errors.ColumnUnknown(line, unknown);
        }

        return needsPassword && columns.Password is null && columns.PasswordFile is null
            ? throw errors.PasswordColumnMissing(line)
            : columns;
    }

    private int? Find(string name) => _places.TryGetValue(name, out var place) ? place : null;
}
