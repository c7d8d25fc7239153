using System;
using System.IO;
using System.Management.Automation;
using SmimeCertTools.Core;

namespace SmimeCertTools.Errors;

/// <summary>Errors of paths, found before anything is read.</summary>
internal static class PathErrors
{
    /// <summary>The identifier of what is no path.</summary>
    public const string UnusableId = "PathUnusable";

    /// <summary>
    /// An input object without a path; <paramref name="what"/> is the kind of file wanted, <paramref name="parameter"/> where it
    /// goes.
    /// </summary>
    public static ErrorRecord Missing(string what, string parameter = "Path") => ErrorRecords.Create(
        new ArgumentException($"The path of a {what} is empty. Fill in the {parameter} column or give -{parameter}."),
        "PathMissing", null);

    /// <summary>
    /// Nothing is at <paramref name="path"/>, or no file matches it. A file of exactly that name would have been taken, pattern
    /// or not.
    /// </summary>
    public static ErrorRecord NotFound(string path) => ErrorRecords.Create(
        new FileNotFoundException(
            WildcardPattern.ContainsWildcardCharacters(path)
                ? $"'{path}' was not found: there is no file of that name, and none matches it as a pattern. Check the path."
                    + Hint(path)
                : $"'{path}' was not found. Check the path.{Hint(path)}",
            path),
        "PathNotFound", path);

    /// <summary><paramref name="path"/> is on no drive that exists.</summary>
    public static ErrorRecord DriveNotFound(string path, Exception cause) => ErrorRecords.Create(
        new System.IO.DriveNotFoundException(
            $"'{path}' is on a drive that this session does not have. Check the path.{Hint(path)}", cause),
        "PathDriveNotFound", path);

    /// <summary><paramref name="path"/> belongs to another provider than the file system.</summary>
    public static ErrorRecord NotFileSystem(string path, string provider) => ErrorRecords.Create(
        new ArgumentException($"'{path}' belongs to the provider {provider}. Give a path in the file system.{Hint(path)}"),
        "PathNotFileSystem", path);

    /// <summary>A file is wanted and <paramref name="path"/> is a folder.</summary>
    public static ErrorRecord IsFolder(string path) => ErrorRecords.Create(
        new ArgumentException($"'{path}' is a folder. Give a file, or a pattern such as '{Path.Combine(path, "*.pfx")}'."),
        "PathIsFolder", path);

    /// <summary>One item is wanted and <paramref name="path"/> matches <paramref name="count"/>.</summary>
    public static ErrorRecord Ambiguous(string path, int count) => ErrorRecords.Create(
        new ArgumentException($"'{path}' matches {count} items where one is needed. Give the path of one."),
        "PathAmbiguous", path);

    /// <summary><paramref name="path"/> is no well-formed path, or its parent may not be listed.</summary>
    public static ErrorRecord Unusable(string path, Exception cause) => ErrorRecords.Create(
        new ArgumentException($"'{path}' cannot be used as a path: {cause.Message}{Hint(path)}", cause),
        UnusableId, path);

    /// <summary>The name means something else to the system than a file; <paramref name="problem"/> ends a sentence.</summary>
    public static ErrorRecord Unusable(string path, string problem) => ErrorRecords.Create(
        new ArgumentException($"'{path}' cannot be used as a path: {problem}."),
        UnusableId, path);

    private static string Hint(string path) => VisibleText.HintOfPath(path);
}
