using System;
using System.IO;
using System.Runtime.InteropServices;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// Tells ordinary files from what only has a name among them: pipes, devices, sockets, what the kernel makes up. To open some
/// of them waits for somebody else and listens to nobody; others never end.
/// </summary>
public static class FileKind
{
    /// <summary>What people can do about it.</summary>
    public const string Advice =
        "Name a file on a disk; what a pipe brings (<(...) in a shell is one too), write to a file first.";

    /// <summary>
    /// What is at the path in place of a file, as the end of a sentence; null for a file, a folder, nothing, and what the system
    /// does not tell. A link is followed.
    /// </summary>
    public static string? ProblemOf(string path) => WindowsNames.ProblemOfReading(path)
#if NET
        ?? (OperatingSystem.IsWindows() ? null : Describe(UnixFiles.TypeOf(path)))
#endif
        ;

    /// <summary>The same of what was opened: something else may have got the name meanwhile.</summary>
    /// <param name="stream">What was opened.</param>
    /// <param name="path">Under which path.</param>
    public static string? ProblemOf(FileStream stream, string path)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return WindowsFiles.IsOnDisk(Guard.NotNull(stream).SafeFileHandle)
                ? null : "it is a device or a pipe, and not a file";
        }
#if NET
        return Describe(UnixFiles.TypeOf(Guard.NotNull(stream).SafeFileHandle))
            ?? (stream.Length == 0 && IsOfKernel(path) ? "its content is made up by the system" : null);
#else
        return null;
#endif
    }

#if NET
    private static string? Describe(UnixFileType type) => type switch
    {
        UnixFileType.Pipe => "it is a named pipe, and not a file",
        UnixFileType.CharacterDevice or UnixFileType.BlockDevice => "it is a device, and not a file",
        UnixFileType.Socket => "it is a socket, and not a file",
        _ => null,
    };

    // Files of proc state no length and may have no end; some wait for news of the kernel.
    private static bool IsOfKernel(string path)
    {
        try
        {
            return new DriveInfo(path).DriveFormat is "proc" or "sysfs" or "debugfs" or "tracefs";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
#endif
}
