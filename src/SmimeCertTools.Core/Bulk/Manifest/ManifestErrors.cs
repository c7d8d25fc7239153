using System;
using SmimeCertTools.Core.Lists;

namespace SmimeCertTools.Core.Bulk.Manifest;

/// <summary>Words what can be wrong with a manifest alone; <see cref="ListErrors"/> has what can be with any list.</summary>
internal sealed class ManifestErrors
{
    private const string Columns = "UserPrincipalName, Path, Password or PasswordFile, and where wanted IntendedPurpose";
    private readonly string _path;

    public ManifestErrors(string path)
    {
        _path = path;
        Lists = new ListErrors("manifest", path, Columns, (fault, message, line, cause) => new ManifestException(
            fault switch
            {
                ListFault.Unreadable => ManifestErrorKind.Unreadable,
                ListFault.RowInvalid => ManifestErrorKind.RowInvalid,
                _ => ManifestErrorKind.Invalid,
            },
            message,
            path,
            line,
            cause));
    }

    /// <summary>What can be wrong with any list.</summary>
    public ListErrors Lists { get; }

    public SmimeException PasswordColumnMissing(int line) => Lists.Invalid(
        line, $"has neither a column Password nor PasswordFile in line {line}. Add one, or give a password provider.");

    public ManifestException Changed(int? line = null) => Changed(line, line is null
        ? ". Nothing was uploaded."
        : $": line {line} is not the one that was checked. The rows from there on were not uploaded.");

    public ManifestException Shortened() => Changed(null, ": its last rows are gone. They were not uploaded.");

    private ManifestException Changed(int? line, string finding) => new(
        ManifestErrorKind.Changed,
        $"The manifest '{_path}' was changed after its rows had been checked{finding} Leave the file alone during an import and "
        + "run the command again; what is done is not sent twice.",
        _path,
        line);
}
