using System;
using System.IO;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Reports;

/// <summary>In which form a report is written.</summary>
public enum ReportFormat
{
    /// <summary>One self-contained page.</summary>
    Html,

    /// <summary>A table that spreadsheets may open.</summary>
    Csv,

    /// <summary>One JSON object.</summary>
    Json,
}

/// <summary>The form that a file's name stands for.</summary>
public static class ReportFormats
{
    /// <summary>The form by the extension of a name.</summary>
    /// <exception cref="FileWriteException">
    /// The extension stands for none (<see cref="FileWriteErrorKind.FormatUnknown"/>).
    /// </exception>
    public static ReportFormat Of(string path) => Path.GetExtension(Guard.NotBlank(path)).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => ReportFormat.Html,
        ".CSV" => ReportFormat.Csv,
        ".JSON" => ReportFormat.Json,
        _ => throw new FileWriteException(FileWriteErrorKind.FormatUnknown,
            $"A report cannot be written to '{path}': its form is told by the extension .html, .csv or .json. Name the file so.",
            path),
    };
}
