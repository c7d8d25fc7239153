#if NET
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace SmimeCertTools.Core.Files;

/// <summary>What Linux and macOS do their own way.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixFiles
{
    private const int FileExists = 17; // EEXIST of errno.h, on Linux and macOS

    /// <summary>
    /// Gives a file a second name if nothing has that name, in one step (POSIX link). File.Move looks first and renames then, so
    /// of two writers at once both would win. False when the file system has no such names.
    /// </summary>
    /// <exception cref="IOException">Something has the name.</exception>
    public static bool TryLink(string from, string to)
    {
        if (Link(from, to) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error != FileExists ? false : throw new IOException(new Win32Exception(error).Message);
    }

    [DllImport("libc", EntryPoint = "link", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
#endif
