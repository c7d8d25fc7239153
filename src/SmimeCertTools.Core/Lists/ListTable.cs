using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CsvHelper;

namespace SmimeCertTools.Core.Lists;

/// <summary>
/// A CSV file, read row by row: comma, semicolon or tab, as the header has it, or what "sep=" says; UTF-8 or UTF-16; as
/// spreadsheets write it, with blank rows, rows that end early, delimiters behind the last column, and line breaks within
/// values. One pass; not for concurrent use.
/// </summary>
internal sealed class ListTable : IDisposable
{
    private readonly Stream _stream;
    private readonly ListErrors _errors;
    private readonly Encoding _encoding;
    private readonly IReadOnlyList<ListColumn> _known;
    private readonly CsvParser _parser;
    private readonly ListCells _cells = new();

    private ListTable(Stream stream, Encoding encoding, ListErrors errors, IReadOnlyList<ListColumn> known)
    {
        _stream = stream;
        _encoding = encoding;
        _errors = errors;
        _known = known;
        _parser = ListParser.Parse(stream, encoding, known, _cells.Doubt);
    }

    /// <summary>The columns.</summary>
    public ListHeader Header { get; private set; } = null!;

    /// <summary>The line in which the current row begins, from 1; that of the header before the first.</summary>
    public int Line => _parser.RawRow - _cells.LineBreaks;

    /// <summary>What is wrong with the form of the current row; null when nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>
    /// Reads the header from the beginning of <paramref name="stream"/>, which stays open when the table is disposed of.
    /// </summary>
    /// <param name="stream">A stream that can seek, at its beginning.</param>
    /// <param name="required">The columns that must be there.</param>
    /// <param name="errors">Words the errors.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="known">The columns that such a list may have; null for those of lists of files.</param>
    /// <exception cref="SmimeException">It is no table, or not one with these columns.</exception>
    public static async Task<ListTable> OpenAsync(
        Stream stream, IReadOnlyList<ListColumn> required, ListErrors errors, CancellationToken cancellationToken,
        IReadOnlyList<ListColumn>? known = null)
    {
        ListTable? opened = null;
        var encoding = await ListEncoding.DetectAsync(stream, errors, cancellationToken).ConfigureAwait(false);
        var table = new ListTable(stream, encoding, errors, known ?? ListColumn.All);
        try
        {
            await table.ReadHeaderAsync(required, cancellationToken).ConfigureAwait(false);
            return opened = table;
        }
        finally
        {
            if (opened is null)
            {
                table.Dispose();
            }
        }
    }

    /// <summary>Goes to the next row that is not blank.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="SmimeException">Nobody knows where the next row begins: read no more.</exception>
    public async Task<bool> ReadAsync(CancellationToken cancellationToken)
    {
        do
        {
            if (!await MoveAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }
        while (_cells.IsBlank(0));

        Problem = _cells.FindProblem(Header, _parser.Delimiter);
        return true;
    }

    /// <summary>The current row's value as it stands; empty where the row has none, or the list no such column.</summary>
    public string Exact(ListColumn column) =>
        Header.Find(column) is { } place ? _cells[place] : string.Empty;

    /// <summary>The same without blanks around it.</summary>
    public string Text(ListColumn column) => ListText.Trim(Exact(column));

    /// <summary>The name of a file that stands there, without the quotes that Windows copies with a path.</summary>
    public string File(ListColumn column)
    {
        var text = Text(column);
        return text.Length > 1 && text[0] == '"' && text[text.Length - 1] == '"'
            ? ListText.Trim(text.Substring(1, text.Length - 2)) : text;
    }

    /// <summary>What stands in the current row under columns that such a list does not know, without what is blank.</summary>
    public IReadOnlyList<string> Others()
    {
        var known = Header.Columns.Select(column => Header.Find(column)).ToList();
        return [.. _cells.Texts.Where((text, place) => !known.Contains(place) && !ListText.IsBlank(text)).Select(ListText.Trim)];
    }

    /// <summary>The full path that a value, relative to the list, stands for; null when it is no path.</summary>
    public string? Resolve(string file) => ListFile.Resolve(_errors.Path, file);

    /// <summary>The current row's error.</summary>
    public SmimeException Error(string problem, Exception? cause = null) => _errors.Row(Line, problem, cause);

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();

    private async Task ReadHeaderAsync(IReadOnlyList<ListColumn> required, CancellationToken cancellationToken)
    {
        do
        {
            if (!await MoveAsync(cancellationToken).ConfigureAwait(false))
            {
                throw _errors.Empty();
            }
        }
        while (_cells.IsBlank(0) || ListParser.IsPreamble(_cells.Texts));

        Header = ListHeader.Read(_cells.Texts, Line, required, _errors, _known);
    }

    // The fields too are taken apart here, because the parser checks their quotes only when asked for them.
    private async Task<bool> MoveAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var before = _parser.RawRow;
        try
        {
            if (!await _parser.ReadAsync().ConfigureAwait(false))
            {
                return false;
            }

            _cells.Take(_parser);
            return _cells.IsBroken || (Header is not null && _cells.HasSwallowedRows(Header, _parser.Delimiter))
                ? throw _errors.NotTable(Math.Max(before + 1, Line))
                : true;
        }
        catch (DecoderFallbackException)
        {
            // The parser reads ahead, and fails lines before it gets there.
            throw _errors.NotText(
                ListEncoding.FindBadLine(_stream, _encoding) ?? Math.Max(1, _parser.RawRow), _encoding);
        }
        catch (CsvHelperException)
        {
            throw _errors.NotTable(before + 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw _errors.Unreadable(e);
        }
    }
}
