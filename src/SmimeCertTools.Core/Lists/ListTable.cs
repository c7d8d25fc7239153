using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using CsvHelper;

namespace SmimeCertTools.Core.Lists;

/// <summary>
/// A CSV file, read row by row: comma, semicolon or tab, as the header has it or "sep=" says; UTF-8, or UTF-16 with a mark; as
/// spreadsheets write it, with blank rows, rows that end early, and delimiters behind the last column. One pass; not for
/// concurrent use.
/// </summary>
internal sealed class ListTable : IDisposable
{
    private readonly Stream _stream;
    private readonly ListErrors _errors;
    private readonly CsvParser _parser;

    private ListTable(Stream stream, ListErrors errors)
    {
        _stream = stream;
        _errors = errors;
        _parser = ListParser.Parse(stream);
    }

    /// <summary>The columns.</summary>
    public ListHeader Header { get; private set; } = null!;

    /// <summary>The line of the current row, from 1; of the header before the first.</summary>
    public int Line => _parser.RawRow;

    /// <summary>What is wrong with the form of the current row; null when nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>
    /// Reads the header from the beginning of <paramref name="stream"/>, which stays open when the table is disposed of.
    /// </summary>
    /// <param name="stream">A stream that can seek, at its beginning.</param>
    /// <param name="required">The columns that must be there.</param>
    /// <param name="errors">Words the errors.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="SmimeException">It is no table, or not one with these columns.</exception>
    public static async Task<ListTable> OpenAsync(
        Stream stream, IReadOnlyList<ListColumn> required, ListErrors errors, CancellationToken cancellationToken)
    {
        ListTable? opened = null;
        var table = new ListTable(stream, errors);
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
        while (IsBlank(0));

        // Values are not quoted: where a delimiter within a password shifted them, one of them is a part of the password.
        Problem = _parser.Count > Header.Count
            ? $"it has {_parser.Count} fields and the header {Header.Count}. Check the delimiters, and put a value that holds "
                + "one in quotes."
            : Header.HasBlankName && HasValueWithoutName()
                ? "it has a value under no column's name. Check the delimiters, and put a value that holds one in quotes."
                : null;
        return true;
    }

    /// <summary>The current row's value as it stands; empty where the row has none, or the list no such column.</summary>
    public string Exact(ListColumn column) =>
        Header.Find(column) is { } place && place < _parser.Count ? _parser[place] : string.Empty;

    /// <summary>The same without blanks around it.</summary>
    public string Text(ListColumn column) => ListText.Trim(Exact(column));

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
        while (ListParser.IsSeparatorLine(_parser[0]) && IsBlank(1));

        Header = ListHeader.Read(_parser.Record ?? [], Line, required, _errors);
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

            var breaks = 0;
            for (var i = 0; i < _parser.Count; i++)
            {
                breaks += LineBreaks(_parser[i]);
            }

            // No value of a list has several lines: a quote was not closed, and the rows behind it would be lost unseen.
            return breaks == 0 ? true : throw _errors.NotTable(Math.Max(before + 1, _parser.RawRow - breaks));
        }
        catch (DecoderFallbackException)
        {
            // The parser reads ahead, and fails lines before it gets there.
            throw _errors.NotText(ListParser.FindLineNotInUtf8(_stream) ?? Math.Max(1, _parser.RawRow));
        }
        catch (CsvHelperException)
        {
            throw _errors.NotTable(before + 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw _errors.Unreadable($"cannot be read ({e.Message.TrimEnd('.')})", e);
        }
    }

    private static int LineBreaks(string field)
    {
        var count = 0;
        for (var i = 0; i < field.Length; i++)
        {
            count += field[i] == '\n' || (field[i] == '\r' && (i + 1 == field.Length || field[i + 1] != '\n')) ? 1 : 0;
        }

        return count;
    }

    // Spreadsheets leave lines of delimiters behind where rows were emptied.
    private bool IsBlank(int start)
    {
        for (var i = start; i < _parser.Count; i++)
        {
            if (!ListText.IsBlank(_parser[i]))
            {
                return false;
            }
        }

        return true;
    }

    private bool HasValueWithoutName()
    {
        for (var i = 0; i < _parser.Count; i++)
        {
            if (Header.IsBlank(i) && !ListText.IsBlank(_parser[i]))
            {
                return true;
            }
        }

        return false;
    }
}
