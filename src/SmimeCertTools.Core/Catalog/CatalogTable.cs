using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Lists;

namespace SmimeCertTools.Core.Catalog;

/// <summary>A catalogue as a table: UTF-8 with a mark, every field in quotes, safe to open in a spreadsheet.</summary>
internal static class CatalogTable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: true);

    // The columns that lists have anyway are these same ones; those of passwords are known so as to be told from a catalogue.
    private static readonly ListColumn Thumbprint = new(CatalogFields.Thumbprint);
    private static readonly ListColumn RunId = new("RunId");
    private static readonly Dictionary<string, ListColumn> Columns = CatalogFields.All.ToDictionary(
        field => field.Name,
        field => field.Name == CatalogFields.Thumbprint ? Thumbprint
            : ListColumn.All.FirstOrDefault(column => column.Name == field.Name) ?? new ListColumn(field.Name));

    private static readonly IReadOnlyList<ListColumn> Known =
        [.. Columns.Values, ListColumn.Password, ListColumn.PasswordFile, RunId];

    /// <summary>The certificates; null when the file is no catalogue, or no table at all.</summary>
    public static async Task<IReadOnlyList<CatalogEntry>?> ReadAsync(
        string path, Action<SmimeException> onError, CancellationToken cancellationToken)
    {
        using var table = await TryOpenAsync(path, cancellationToken).ConfigureAwait(false);
        if (table is null || !IsCatalog(table.Table.Header))
        {
            return null;
        }

        var entries = new List<CatalogEntry>();
        var isOfResults = table.Table.Header.Find(RunId) is not null;
        while (await table.Table.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            Add(path, table.Table, isOfResults, entries, onError);
        }

        return isOfResults ? CatalogJson.Distinct(entries) : entries;
    }

    /// <summary>Writes the heading and a line for each certificate.</summary>
    public static void Write(Stream stream, IReadOnlyList<CatalogEntry> entries)
    {
        using var writer = new StreamWriter(stream, Utf8, bufferSize: 64 * 1024, leaveOpen: true);
        writer.Write(CsvText.Line(CatalogFields.All.Select(field => field.Name)));
        foreach (var entry in entries)
        {
            writer.Write(CsvText.Line(CatalogFields.All.Select(field => CsvText.Escape(field.Write(entry)))));
        }
    }

    private static void Add(
        string path, ListTable table, bool isOfResults, List<CatalogEntry> entries, Action<SmimeException> onError)
    {
        var problem = table.Problem;
        var entry = problem is null
            ? CatalogRow.Read(path, field => CsvText.Unescape(table.Text(Columns[field.Name])), out problem) : null;
        if (entry is not null)
        {
            entries.Add(entry);
        }
        else if (!isOfResults)
        {
            onError(table.Error(problem!));
        }
    }

    private static bool IsCatalog(ListHeader header) =>
        header.Find(ListColumn.Password) is null && header.Find(ListColumn.PasswordFile) is null
        && (Has(header, CatalogFields.RawData)
            || (Has(header, CatalogFields.Issuer) && Has(header, CatalogFields.SerialNumber)));

    private static bool Has(ListHeader header, string name) => header.Find(Columns[name]) is not null;

    // What cannot be opened, or has other columns, is not for us to judge: it may be a list.
    private static async Task<Opened?> TryOpenAsync(string path, CancellationToken cancellationToken)
    {
        var errors = CatalogRow.ErrorsOf(path);
        FileStream? stream = null;
        try
        {
            stream = await ListFile.OpenAsync(path, errors, cancellationToken).ConfigureAwait(false);
            var table = await ListTable.OpenAsync(stream, [Thumbprint], errors, cancellationToken, Known).ConfigureAwait(false);
            var opened = new Opened(stream, table);
            stream = null;
            return opened;
        }
        catch (CatalogException)
        {
            return null;
        }
        finally
        {
            stream?.Dispose();
        }
    }

    private sealed class Opened(Stream stream, ListTable table) : IDisposable
    {
        public ListTable Table => table;

        public void Dispose()
        {
            table.Dispose();
            stream.Dispose();
        }
    }
}
