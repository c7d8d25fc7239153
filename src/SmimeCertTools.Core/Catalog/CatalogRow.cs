using System;
using System.IO;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Lists;

namespace SmimeCertTools.Core.Catalog;

/// <summary>Makes an entry of the texts of one line, and says what is wrong with lines and with the whole.</summary>
internal static class CatalogRow
{
    /// <summary>
    /// The entry; null where the line is none. The certificate itself counts for more than what stands beside it: a spreadsheet
    /// may have made numbers and dates of that.
    /// </summary>
    /// <param name="list">The catalogue's full path, to which paths in it are relative.</param>
    /// <param name="text">The text of a field without blanks around it; empty for none.</param>
    /// <param name="problem">What is wrong with the line; null when nothing is.</param>
    public static CatalogEntry? Read(string list, Func<CatalogField, string> text, out string? problem)
    {
        var texts = CatalogFields.All.ToDictionary(field => field.Name, text);
        var path = Resolve(list, texts[CatalogFields.Path]);
        var hasPrint = Records.Thumbprint.TryNormalize(texts[CatalogFields.Thumbprint], out var thumbprint);
        if (texts[CatalogFields.RawData] is { Length: > 0 } raw)
        {
            var found = Parse(raw);
            problem = found is null ? "its RawData is not one certificate in base64."
                : hasPrint && found.Thumbprint != thumbprint ? "its Thumbprint and its RawData are of two certificates." : null;
            return problem is not null ? null
                : Further(
                    CatalogEntry.Of(found!, path, texts[CatalogFields.UserPrincipalName]), texts[CatalogFields.IntendedPurpose]);
        }

        problem = !hasPrint ? "its Thumbprint is not 40 hexadecimal digits."
            : CatalogFields.Moment(texts[CatalogFields.NotBefore]) is null ? Undated(CatalogFields.NotBefore)
            : CatalogFields.Moment(texts[CatalogFields.NotAfter]) is null ? Undated(CatalogFields.NotAfter)
            : null;
        if (problem is not null)
        {
            return null;
        }

        var blank = new CatalogEntry { Thumbprint = thumbprint!, NotBefore = default, NotAfter = default };
        var entry = CatalogFields.All.Where(field => texts[field.Name].Length > 0)
            .Aggregate(blank, (made, field) => field.Read(made, texts[field.Name]));
        return entry with { Thumbprint = thumbprint!, Path = path };
    }

    /// <summary>Words the errors about a catalogue, whatever its form.</summary>
    public static ListErrors ErrorsOf(string path) => new(
        "catalogue", path, string.Join(", ", CatalogFields.All.Select(field => field.Name)), (fault, message, _, cause) =>
            new CatalogException(
                fault switch
                {
                    ListFault.Unreadable => CatalogErrorKind.Unreadable,
                    ListFault.RowInvalid => CatalogErrorKind.LineInvalid,
                    _ => CatalogErrorKind.NotRecognized,
                },
                message,
                path,
                cause));

    private static string Undated(string name) =>
        $"its {name} is no date as 2026-11-28 or 2026-11-28T09:30:00Z, and there is no RawData to have it of.";

    private static CatalogEntry Further(CatalogEntry entry, string purpose) => purpose.Length == 0 ? entry
        : CatalogFields.All.First(field => field.Name == CatalogFields.IntendedPurpose).Read(entry, purpose);

    private static CertificateInfo? Parse(string raw)
    {
        try
        {
            return CertificateReader.Read(Convert.FromBase64String(raw));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    // A catalogue may have been made on another machine: a full path of Windows stays one elsewhere.
    private static string? Resolve(string list, string path) => path.Length == 0 ? null
        : Path.IsPathRooted(path) || path.StartsWith(@"\\", StringComparison.Ordinal)
            || (path.Length > 2 && path[1] == ':' && path[2] is '\\' or '/')
            ? path
        : ListFile.Resolve(list, path) ?? path;
}
