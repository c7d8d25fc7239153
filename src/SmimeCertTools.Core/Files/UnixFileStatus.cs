#if NET
using System;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// What Linux says of a file (statx(2), whose structure is the same on all processors). Null on other systems, and where the C
/// library lacks the call.
/// </summary>
/// <param name="Id">Tells the file from all others: its device and inode.</param>
/// <param name="Names">How many names it has; 0 when it was deleted while it is open.</param>
/// <param name="Type">What it is.</param>
internal sealed record UnixFileStatus((uint Major, uint Minor, ulong Inode) Id, uint Names, UnixFileType Type)
{
    private const int CurrentDirectory = -100; // AT_FDCWD of fcntl.h
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint BasicStatus = 0x7FF; // STATX_BASIC_STATS of sys/stat.h

    /// <summary>Whether it is neither folder, pipe, socket nor device.</summary>
    public bool IsOrdinary => Type == UnixFileType.Ordinary;

    /// <summary>Of what a path names, links followed; null also when nothing is there.</summary>
    public static UnixFileStatus? Of(string path) => Ask(CurrentDirectory, path, 0);

    /// <summary>Of what is open.</summary>
    public static UnixFileStatus? Of(SafeFileHandle handle) => OperatingSystem.IsLinux()
        ? UnixFiles.Use(handle, descriptor => Ask(descriptor, string.Empty, EmptyPath))
        : null;

    private static UnixFileStatus? Ask(int folder, string path, int flags)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        try
        {
            return Statx(folder, path, flags, BasicStatus, out var found) == 0
                ? new UnixFileStatus(
                    (found.DeviceMajor, found.DeviceMinor, found.Inode),
                    found.Names,
                    (UnixFileType)(found.Mode & UnixFiles.TypeMask))
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Status status);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(16)]
        public uint Names;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
#endif
