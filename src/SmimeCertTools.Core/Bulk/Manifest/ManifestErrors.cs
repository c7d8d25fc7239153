using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Bulk.Manifest;

/// <summary>Words the errors about one manifest.</summary>
internal sealed class ManifestErrors
{
    private readonly string _path;

    public ManifestErrors(string path) => _path = path;

    public ManifestException Unreadable(string problem, Exception cause) => new(
        ManifestErrorKind.Unreadable, $"The manifest '{_path}' {problem}. Check the path and the permissions.", _path, null, cause);

    public ManifestException InUse(Exception cause) => new(
        ManifestErrorKind.Unreadable,
        $"The manifest '{_path}' cannot be opened: another program has it open for writing. {HeldFile.Advice}",
        _path,
        null,
        cause);

    public ManifestException NotText(int line) => new(
        ManifestErrorKind.Invalid,
        $"The manifest '{_path}' is not in UTF-8 from about line {line} on. Save it as 'CSV UTF-8'.",
        _path,
        line);

    // No cause goes along: the message of the CSV library may quote the row, and the row holds a password.
    public ManifestException NotTable(int line) => new(
        ManifestErrorKind.Invalid,
        $"The manifest '{_path}' cannot be read as a table from line {line} on. Check the quotes there: a value with a quote in it "
        + "stands in quotes, and the quote is doubled. Nothing after that line was read.",
        _path,
        line);

    public ManifestException Empty() => new(
        ManifestErrorKind.Invalid, $"The manifest '{_path}' is empty. {ManifestColumns.Advice}", _path, 1);

    // The columns found are not quoted: without a header they are the values of the first row, password and all.
    public ManifestException ColumnMissing(int line, IReadOnlyList<string> names) => new(
        ManifestErrorKind.Invalid,
        $"The manifest '{_path}' has no column {string.Join(" and no column ", names)} in line {line}. {ManifestColumns.Advice}",
        _path,
        line);

    public ManifestException PasswordColumnMissing(int line) => new(
        ManifestErrorKind.Invalid,
        $"The manifest '{_path}' has neither a column Password nor PasswordFile in line {line}. Add one, or give -PasswordProvider.",
        _path,
        line);

    public ManifestException ColumnUnknown(int line, string name) => new(
        ManifestErrorKind.Invalid,
        $"The manifest '{_path}' has a column '{name}' in line {line} that is not known. Remove or rename it. {ManifestColumns.Advice}",
        _path,
        line);

    public ManifestException ColumnTwice(int line, string name) => new(
        ManifestErrorKind.Invalid,
        $"The manifest '{_path}' has the column {name} twice in line {line}, perhaps under two names. Remove one.",
        _path,
        line);

    public ManifestException Row(int line, string problem, Exception? cause = null) => new(
        ManifestErrorKind.RowInvalid, $"Line {line} of '{_path}' is left out: {problem}", _path, line, cause);

    public ManifestException Changed(int? line = null) => new(
        ManifestErrorKind.Changed,
        $"The manifest '{_path}' was changed after its rows had been checked"
        + (line is null ? ". Nothing was uploaded. " : $": line {line} is not the one that was checked. The rows from there on were not uploaded. ")
        + "Leave the file alone during an import and run the command again; what is done is not sent twice.",
        _path,
        line);
}
