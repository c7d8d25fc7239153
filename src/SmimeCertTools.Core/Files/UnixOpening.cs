#if NET
using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// Opens a file of Linux or macOS by open(2) with O_NONBLOCK: the runtime has no such option. Reading an ordinary file is the
/// same with it; a pipe is opened at once instead of waiting for a writer.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixOpening
{
    private const int LockShared = 1; // LOCK_SH of sys/file.h, on Linux and macOS
    private const int LockAtOnce = 4; // LOCK_NB

    /// <summary>Opens a file for reading, and locks it as the runtime does where nobody else may write.</summary>
    /// <exception cref="IOException">As the runtime's own, with its type and result code.</exception>
    /// <exception cref="UnauthorizedAccessException">This account may not read it.</exception>
    public static FileStream Open(string path, FileShare share, int bufferSize)
    {
        var descriptor = Call(() => OpenPlain(path, Flags()));
        if (descriptor < 0)
        {
            throw Failure(path, Marshal.GetLastPInvokeError());
        }

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            if (share == FileShare.Read && IsLockable(handle) && Call(() => Lock(descriptor, LockShared | LockAtOnce)) < 0
                && Marshal.GetLastPInvokeError() is var error && HeldFile.IsHeld(error))
            {
                throw Failure(path, error);
            }

            return new FileStream(handle, FileAccess.Read, bufferSize, handle.IsAsync);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    private static bool IsLockable(SafeFileHandle handle) =>
        UnixFiles.TypeOf(handle) is UnixFileType.Ordinary or UnixFileType.Unknown;

    // O_RDONLY with O_NONBLOCK, O_NOCTTY and O_CLOEXEC of fcntl.h.
    private static int Flags() => OperatingSystem.IsMacOS() ? 0x4 | 0x20000 | 0x1000000 : 0x800 | 0x100 | 0x80000;

    // A signal may interrupt a call before it has done anything (EINTR).
    private static int Call(Func<int> call)
    {
        const int Interrupted = 4;
        int result;
        do
        {
            result = call();
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);

        return result;
    }

    private static Exception Failure(string path, int error)
    {
        const int NotPermitted = 1;
        const int NoEntry = 2;
        const int Denied = 13;
        const int NoFolder = 20;
        var text = new Win32Exception(error).Message;
        return error switch
        {
            NoEntry when Directory.Exists(Path.GetDirectoryName(path)) =>
                new FileNotFoundException($"Could not find file '{path}'.", path),
            NoEntry or NoFolder => new DirectoryNotFoundException($"Could not find a part of the path '{path}'."),
            NotPermitted or Denied => new UnauthorizedAccessException(
                $"Access to the path '{path}' is denied.", new IOException(text, error)),
            _ => new IOException($"{text} : '{path}'", error),
        };
    }

    [DllImport("libc", EntryPoint = "open", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenPlain([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "flock", ExactSpelling = true, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lock(int descriptor, int operation);
}
#endif
