using System;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;

namespace SmimeCertTools.Core.Files;

/// <summary>What Windows does its own way.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsFiles
{
    private const int BufferSize = 4096;
    private const int TypeDisk = 1; // FILE_TYPE_DISK of winbase.h

    /// <summary>Whether an open file lies on a disk or a share, and is no device and no pipe.</summary>
    public static bool IsOnDisk(SafeFileHandle handle) => GetFileType(handle) == TypeDisk;

    /// <summary>Creates a file that only the current account can open. The access list is there from the first moment.</summary>
    public static FileStream CreateForOwner(string path)
    {
        using var identity = WindowsIdentity.GetCurrent();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new FileSystemAccessRule(identity.User!, FileSystemRights.FullControl, AccessControlType.Allow));
        return new FileInfo(path).Create(
            FileMode.CreateNew, FileSystemRights.Write | FileSystemRights.Synchronize, FileShare.None, BufferSize,
            FileOptions.None, security);
    }

    [DllImport("kernel32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int GetFileType(SafeFileHandle handle);
#if !NET

    private const int AccessDenied = 5; // ERROR_ACCESS_DENIED of winerror.h
    private const int ReplaceExisting = 1; // MOVEFILE_REPLACE_EXISTING of winbase.h

    /// <summary>
    /// Renames over what is there in one step. File.Replace would carry the old file's access list over to the new one.
    /// </summary>
    public static void Replace(string from, string to)
    {
        if (!MoveFileEx(from, to, ReplaceExisting))
        {
            var code = Marshal.GetLastWin32Error();
            var cause = new Win32Exception(code);
            throw code == AccessDenied
                ? new UnauthorizedAccessException(cause.Message, cause)
                : new IOException(cause.Message, unchecked((int)0x80070000) | code); // HRESULT_FROM_WIN32
        }
    }

    [DllImport("kernel32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, EntryPoint = "MoveFileExW", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool MoveFileEx(string from, string to, int flags);
#endif
}
