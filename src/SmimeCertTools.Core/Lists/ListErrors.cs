using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Lists;

/// <summary>What is wrong with a list or a row of it, whatever it lists.</summary>
internal enum ListFault
{
    /// <summary>The file could not be found, opened or read.</summary>
    Unreadable,

    /// <summary>It is no table, or its columns are not the right ones.</summary>
    Invalid,

    /// <summary>A row cannot be used.</summary>
    RowInvalid,
}

/// <summary>Words the errors about one list; the exception is that of what the list is for.</summary>
internal sealed class ListErrors
{
    private readonly string _list;
    private readonly string _advice;
    private readonly Make _make;

    /// <param name="noun">What the list is to its user: "manifest".</param>
    /// <param name="path">The file.</param>
    /// <param name="columns">The columns that it may have, in words.</param>
    /// <param name="make">Makes the exception.</param>
    public ListErrors(string noun, string path, string columns, Make make)
    {
        Path = path;
        _list = $"The {noun} '{path}'";
        _advice = $"Its first line must name the columns: {columns}.";
        _make = make;
    }

    /// <summary>Makes the exception of a fault.</summary>
    public delegate SmimeException Make(ListFault fault, string message, int? line, Exception? cause);

    /// <summary>The file.</summary>
    public string Path { get; }

    public SmimeException Unreadable(string problem, Exception cause) =>
        _make(ListFault.Unreadable, $"{_list} {problem}. Check the path and the permissions.", null, cause);

    public SmimeException Unreadable(Exception cause) =>
        Unreadable($"cannot be read ({cause.Message.TrimEnd('.')})", cause);

    public SmimeException NotOpened(InputFault fault, Exception? cause) => fault switch
    {
        InputFault.Folder => Unreadable("is a folder", new IOException()),
        InputFault.NotFound => Unreadable("does not exist", cause!),
        InputFault.Denied => Unreadable("may not be read by this account", cause!),
        InputFault.Other => Unreadable($"cannot be read: {cause!.Message}. {FileKind.Advice}", cause),
        InputFault.InUse => _make(
            ListFault.Unreadable,
            $"{_list} cannot be opened: another program has it open for writing. {HeldFile.Advice}",
            null,
            cause),
        _ => Unreadable($"cannot be opened ({cause!.Message.TrimEnd('.')})", cause),
    };

    public SmimeException OtherKind(string kind, string advice) => Invalid(
        1, $"is {kind}, not a table in text (CSV). {advice} {_advice}");

    public SmimeException NotText(int line, Encoding encoding) => Invalid(
        line,
        $"is not in {(encoding is UTF8Encoding ? "UTF-8" : "UTF-16")}: line {line} has a character in another encoding. In "
        + "Excel, save it as 'CSV UTF-8'; in Windows "
        + "PowerShell, write it with the encoding UTF8.");

    // No cause goes along: the message of the CSV library may quote the row, and the row holds a password.
    public SmimeException NotTable(int line) => Invalid(
        line,
        $"cannot be read as a table from line {line} on. Check the quotes there: a value with a quote in it stands in quotes, "
        + "and the quote is doubled. Nothing after that line was read.");

    public SmimeException Empty() => Invalid(1, $"is empty. {_advice}");

    public SmimeException ColumnMissing(int line, IReadOnlyList<ListColumn> missing, IReadOnlyList<string> found) => Invalid(
        line,
        $"has no column {string.Join(" and no column ", missing.Select(column => column.Name))} in line {line}"
        + (found.Count == 0 ? ". " : $", but {string.Join(", ", found)}. ") + _advice);

    public SmimeException OneField(int line) => Invalid(
        line,
        $"has its whole line {line} in one pair of quotes, so that it is one column: it was opened with one delimiter and saved "
        + $"with another. Save it anew from where it came from. {_advice}");

    public SmimeException ColumnMisspelt(int line, string name, ListColumn meant) => Invalid(
        line,
        $"has a column '{name}' in line {line}. If it is {meant.Name}, name it so; otherwise name it less alike. {_advice}");

    public SmimeException ColumnTwice(int line, ListColumn column) => Invalid(
        line, $"has the column {column.Name} twice in line {line}, perhaps under two names. Remove one.");

    public SmimeException Invalid(int line, string problem) => _make(ListFault.Invalid, $"{_list} {problem}", line, null);

    public SmimeException Row(int line, string problem, Exception? cause = null) =>
        _make(ListFault.RowInvalid, $"Line {line} of '{Path}' is left out: {problem}", line, cause);
}
