using System;
using System.IO;
using System.Management.Automation;

namespace SmimeCertTools.Errors;

/// <summary>Errors of Convert-SmimePfx that are found before anything is written.</summary>
internal static class PfxConversionErrors
{
    /// <summary>The new password is empty.</summary>
    public static ErrorRecord NewPasswordEmpty(string source) => ErrorRecords.Create(
        new ArgumentException(
            $"The new password for '{source}' is empty: the file would protect nothing. Give one, or use -RandomPassword."),
        "NewPasswordEmpty", source);

    /// <summary>No password for the new file was given.</summary>
    public static ErrorRecord NewPasswordMissing(string source, object? target) => ErrorRecords.Create(
        new ArgumentException(
            $"No password was given for the file that {source} becomes. Give -NewPassword or a column NewPassword, or use "
            + "-RandomPassword."),
        "NewPasswordEmpty", target);

    /// <summary>A password for the new files beside random ones.</summary>
    public static ErrorRecord PasswordsBoth() => ErrorRecords.Create(
        new ArgumentException("-NewPassword and -RandomPassword exclude each other. Give one of the two."),
        "InputAmbiguous", null);

    /// <summary>Another file of this run goes by the name already.</summary>
    public static ErrorRecord DestinationTaken(string source, string destination, string other) => ErrorRecords.Create(
        new IOException(
            $"'{source}' is not converted: '{destination}' is the name for '{other}' in this run. Give an existing folder as "
            + "-DestinationPath, and files of one name to different folders."),
        "DestinationTaken", source);

    /// <summary>The new file would take the place of a file that is yet to be converted.</summary>
    public static ErrorRecord DestinationIsSource(string source, string destination) => ErrorRecords.Create(
        new IOException(
            $"'{source}' is not converted: '{destination}' is itself a file to convert in this run, and would be lost. Give "
            + "another -DestinationPath."),
        "DestinationIsSource", source);

    /// <summary>The source would be replaced by a file whose password only the output object knows.</summary>
    public static ErrorRecord SourceNotReplaced(string source) => ErrorRecords.Create(
        new IOException(
            $"'{source}' is not replaced by its converted form: nobody could open it if the random password got lost with the "
            + "output object. Give another -DestinationPath, or a password with -NewPassword."),
        "SourceNotReplaced", source);
}
