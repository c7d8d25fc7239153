using System;
using System.Linq;
using System.Runtime.InteropServices;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// File names that Windows takes for something else than they say: devices, alternate data streams, names that it shortens.
/// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
/// </summary>
public static class WindowsNames
{
    private const string Literal = @"\\?\";
    private const string Devices = @"\\.\";
    private const string Forbidden = "<>\"|?*";

    private static readonly string[] Reserved = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

    /// <summary>
    /// What keeps <paramref name="path"/> from being read as a file on this system, as the end of a sentence; null for nothing.
    /// To open a console or a port would wait for ever.
    /// </summary>
    public static string? ProblemOfReading(string path) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Device(Guard.NotNull(path)) : null;

    /// <summary>
    /// What keeps a file of exactly that name from being made on this system, as the end of a sentence; null for nothing.
    /// </summary>
    public static string? ProblemOfWriting(string path) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Device(Guard.NotNull(path)) ?? Name(path) : null;

    /// <summary>The devices among the names, by Windows' rules.</summary>
    internal static string? Device(string path)
    {
        if (path.StartsWith(Devices, StringComparison.Ordinal))
        {
            return "it names a device of Windows, not a file";
        }

        // After this prefix names are taken as they stand.
        var name = path.StartsWith(Literal, StringComparison.Ordinal) ? string.Empty : LastOf(path);
        var stem = name.Split('.', ':')[0].TrimEnd(' ');
        return IsReserved(stem)
            ? $"'{stem}' is the name of a device in Windows, whatever the folder and the extension. Choose another name" : null;
    }

    /// <summary>Names that would be shortened, or end up elsewhere, by Windows' rules.</summary>
    internal static string? Name(string path)
    {
        var name = LastOf(path);
        if (name.IndexOf(':') >= 0)
        {
            return "the colon in its name would write to a data stream behind the file, which nobody sees. Choose another name";
        }

        if (name.Any(character => character < ' ' || Forbidden.IndexOf(character) >= 0))
        {
            return $"file names in Windows have none of the characters {string.Join(" ", Forbidden.ToCharArray())} and no "
                + "control characters";
        }

        return name.Length > 0 && name[name.Length - 1] is '.' or ' '
            ? "Windows would leave out the dots and spaces at the end of its name. Choose another name" : null;
    }

    // What is a drive (C:) or a share is no name.
    private static string LastOf(string path)
    {
        var start = path.LastIndexOfAny(['\\', '/']) + 1;
        var name = path.Substring(start);
        return start == 0 && name.Length >= 2 && name[1] == ':' ? name.Substring(2) : name;
    }

    // COM and LPT count with the digits 1 to 9 and the superscripts of Latin-1.
    private static bool IsReserved(string stem) =>
        Reserved.Contains(stem, StringComparer.OrdinalIgnoreCase)
        || (stem.Length == 4
            && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase)
                || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
            && stem[3] is (>= '1' and <= '9') or '\u00B9' or '\u00B2' or '\u00B3');
}
