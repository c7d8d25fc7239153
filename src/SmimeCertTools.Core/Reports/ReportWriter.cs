using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Reports;

/// <summary>Writes reports to files, part by part, so that the whole is never in memory.</summary>
public static class ReportWriter
{
    private const int BufferSize = 1 << 16;

    /// <summary>
    /// Writes a report beside <paramref name="path"/> and gives the finished file its name: a reader sees all of it or what was
    /// there before.
    /// </summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The full path; its extension says the form (<see cref="ReportFormats.Of"/>).</param>
    /// <param name="template">The template of a page; null for the module's own.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the call; no file is left then.</param>
    /// <exception cref="FileWriteException">The file could not be written.</exception>
    /// <exception cref="ReportException">The template asks for what is not there, or for too much.</exception>
    public static Task WriteAsync(
        Report report, string path, ReportTemplate? template, bool overwrite, CancellationToken cancellationToken)
    {
        Guard.NotNull(report);
        var format = ReportFormats.Of(path);
        return Task.Run(
            () => OwnerOnlyFile.WriteAsync(
                path,
                stream => WriteAsync(report, stream, format, template, cancellationToken),
                overwrite,

                // It goes from hand to hand and holds no secret: the folder decides who may read it.
                temporary => new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Writes a report to a stream, which stays open.</summary>
    /// <exception cref="ReportException">The template asks for what is not there, or for too much.</exception>
    internal static async Task WriteAsync(
        Report report, Stream stream, ReportFormat format, ReportTemplate? template, CancellationToken cancellationToken)
    {
        if (format == ReportFormat.Json)
        {
            ReportJson.Write(report, stream, cancellationToken);
            return;
        }

        // Spreadsheets take a CSV file for UTF-8 by the mark at its beginning.
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: format == ReportFormat.Csv);
        using var writer = new StreamWriter(stream, encoding, BufferSize, leaveOpen: true);
        if (format == ReportFormat.Csv)
        {
            ReportCsv.Write(report, writer, cancellationToken);
        }
        else
        {
            await (template ?? ReportTemplate.Own()).WriteAsync(report, writer, cancellationToken).ConfigureAwait(false);
        }

        await writer.FlushAsync().ConfigureAwait(false);
    }
}
