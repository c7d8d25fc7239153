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
    /// <summary>The bits of a mode that tell what a file is.</summary>
    public const int TypeMask = 0xF000; // S_IFMT of sys/stat.h

    private const int FileExists = 17; // EEXIST of errno.h, on Linux and macOS
    private const int BufferLength = 512; // macOS' struct stat has 144 bytes

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
    public static UnixFileType TypeOf(string path) => OperatingSystem.IsLinux()
        ? UnixFileStatus.Of(path)?.Type ?? UnixFileType.Unknown : MacType(buffer => Stat(path, buffer));

    /// <summary>What an open file is.</summary>
    public static UnixFileType TypeOf(SafeFileHandle handle) => OperatingSystem.IsLinux()
        ? UnixFileStatus.Of(handle)?.Type ?? UnixFileType.Unknown
        : Use(handle, descriptor => MacType(buffer => Fstat(descriptor, buffer)));

    /// <summary>Calls the system with an open file's descriptor, which nobody closes meanwhile.</summary>
    public static T Use<T>(SafeFileHandle handle, Func<int, T> call)
    {
        var isHeld = false;
        try
        {
            handle.DangerousAddRef(ref isHeld);
            return call((int)handle.DangerousGetHandle());
        }
        finally
        {
            if (isHeld)
            {
                handle.DangerousRelease();
            }
        }
    }

    // struct stat of macOS with 64 bits of inode: the mode is its second member.
    private static UnixFileType MacType(Func<byte[], int> stat)
    {
        var buffer = new byte[BufferLength];
        try
        {
            return stat(buffer) == 0 ? (UnixFileType)(BitConverter.ToUInt16(buffer, 4) & TypeMask) : UnixFileType.Unknown;
        }
        catch (EntryPointNotFoundException)
        {
            return UnixFileType.Unknown;
        }
    }

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
