using System;
using System.Management.Automation;

namespace SmimeCertTools.Errors;

/// <summary>Errors of exporting certificates, found before anything is written.</summary>
internal static class CatalogErrors
{
    private const string FormatUnknownId = "FileFormatUnknown";

    /// <summary>The name of the file says no form.</summary>
    public static ErrorRecord FormatUnknown(string path) => ErrorRecords.Create(
        new ArgumentException(
            $"The extension of '{path}' does not say how certificates are to be written. Use .csv for a table, .sst or .p7b for "
            + "authorities, .cer or .p7b for one certificate, or a folder for a file each."),
        FormatUnknownId, path);

    /// <summary>The form that was asked for does not go with the name.</summary>
    public static ErrorRecord FormatContradicts(string path, SmimeCertificateFormat format, bool isFolder) => ErrorRecords.Create(
        new ArgumentException(isFolder
            ? $"'{path}' is a folder, or a name without extension, and {format} is one file. Name the file."
            : $"The extension of '{path}' says another form than -Format {format}. Leave -Format out, or change the name."),
        FormatUnknownId, path);

    /// <summary>The form is not for these certificates.</summary>
    public static ErrorRecord FormatUnsuited(string path, string problem) => ErrorRecords.Create(
        new ArgumentException($"'{path}': {problem}"), FormatUnknownId, path);

    /// <summary>The folder cannot be made.</summary>
    public static ErrorRecord FolderNotMade(string path, Exception cause) => ErrorRecords.Create(
        new System.IO.IOException($"The folder '{path}' cannot be made: {cause.Message}", cause), "FileNotWritable", path);

    /// <summary>A certificate of the pipeline that is none.</summary>
    public static ErrorRecord NoCertificate(string problem, object? target) => ErrorRecords.Create(
        new ArgumentException(
            $"An object of the pipeline {problem}. Pipe what Get-SmimePfx shows, X509Certificate2 objects, or "
            + "files; users with -ArchivePath."),
        InputErrors.ValueUnusableId, target);
}
