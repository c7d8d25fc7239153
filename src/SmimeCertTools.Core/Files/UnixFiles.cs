#if NET
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SmimeCertTools.Core.Files;

/// <summary>What Linux and macOS do their own way.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixFiles
{
    private const int FileExists = 17; // EEXIST of errno.h, on Linux and macOS
    private const int CurrentFolder = -100; // AT_FDCWD of fcntl.h on Linux
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH: the open file itself
    private const uint TypeWanted = 1; // STATX_TYPE of sys/stat.h
    private const int TypeMask = 0xF000; // S_IFMT, on Linux and macOS
    private const int BufferLength = 512; // struct statx has 256 bytes, macOS' struct stat 144

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

    /// <summary>What is at the path, links followed; unknown where nothing is, or where the system does not tell.</summary>
    public static UnixFileType TypeOf(string path) => Type(CurrentFolder, path, 0);

    /// <summary>What an open file is.</summary>
    public static UnixFileType TypeOf(SafeFileHandle handle)
    {
        var isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            return Type((int)handle.DangerousGetHandle(), string.Empty, EmptyPath);
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    private static UnixFileType Type(int folder, string path, int flags)
    {
        var buffer = new byte[BufferLength];
        int mode;
        try
        {
            if (OperatingSystem.IsLinux())
            {
                // struct statx is the same on every processor, which struct stat is not.
                var failed = Statx(folder, path, flags, TypeWanted, buffer) != 0;
                mode = failed ? 0 : BitConverter.ToUInt16(buffer, 28);
            }
            else
            {
                var failed = (path.Length == 0 ? Fstat(folder, buffer) : Stat(path, buffer)) != 0;
                mode = failed ? 0 : BitConverter.ToUInt16(buffer, 4);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library without the call: files are opened as they always were.
            return UnixFileType.Unknown;
        }

        return (UnixFileType)(mode & TypeMask);
    }

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] buffer);

    // macOS on Intel has the layout with 64 bits of inode under another name.
    private static int Stat(string path, byte[] buffer) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Stat64(path, buffer) : StatPlain(path, buffer);

    private static int Fstat(int file, byte[] buffer) =>
        RuntimeInformation.ProcessArchitecture == Architecture.X64 ? Fstat64(file, buffer) : FstatPlain(file, buffer);

    [DllImport("libc", EntryPoint = "stat", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatPlain([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] buffer);

    [DllImport("libc", EntryPoint = "stat$INODE64", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Stat64([MarshalAs(UnmanagedType.LPUTF8Str)] string path, [Out] byte[] buffer);

    [DllImport("libc", EntryPoint = "fstat", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FstatPlain(int file, [Out] byte[] buffer);

    [DllImport("libc", EntryPoint = "fstat$INODE64", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fstat64(int file, [Out] byte[] buffer);

    [DllImport("libc", EntryPoint = "link", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}

/// <summary>What has a name in a Unix file system: S_IFMT of sys/stat.h, on Linux and macOS.</summary>
internal enum UnixFileType
{
    Unknown = 0,
    Pipe = 0x1000,
    CharacterDevice = 0x2000,
    Folder = 0x4000,
    BlockDevice = 0x6000,
    Ordinary = 0x8000,
    Socket = 0xC000,
}
#endif
