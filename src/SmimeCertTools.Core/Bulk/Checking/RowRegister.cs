using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Import;

namespace SmimeCertTools.Core.Bulk.Checking;

/// <summary>
/// Knows which row came first for a file and for a certificate of a user, in about 60 bytes for each. Not for concurrent use.
/// </summary>
internal sealed class RowRegister
{
    // File names that differ in case alone are one file there, as a rule.
    private static readonly bool IgnoresCase =
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) || RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    private readonly Dictionary<Digest128, int> _files = [];
    private readonly Dictionary<Digest128, int> _certificates = [];

    /// <summary>Registers a row's file; returns the row that has it already, or null.</summary>
    public int? AddFile(ImportRow row) => Add(_files, FileOf(row), row.Number);

    /// <summary>
    /// Registers a row's certificates; returns the row that has the first of them when all are had already, or null. A file that
    /// holds a new certificate beside old ones is no double.
    /// </summary>
    public int? AddCertificates(ImportRow row, IReadOnlyList<string> thumbprints)
    {
        int? first = null;
        var hasNew = false;
        foreach (var thumbprint in thumbprints)
        {
            var earlier = Add(_certificates, Digest128.Of(Fold(row.UserPrincipalName), Fold(thumbprint)), row.Number);
            first ??= earlier;
            hasNew |= earlier is null || earlier == row.Number;
        }

        return hasNew ? null : first;
    }

    private static int? Add(Dictionary<Digest128, int> rows, Digest128 key, int number)
    {
        if (rows.TryGetValue(key, out var earlier))
        {
            return earlier;
        }

        rows.Add(key, number);
        return null;
    }

    private static Digest128 FileOf(ImportRow row)
    {
        var path = row.Path ?? string.Empty;
        return Digest128.Of(Fold(row.UserPrincipalName), IgnoresCase ? Fold(path) : path);
    }

    private static string Fold(string text) => text.ToUpperInvariant();
}
