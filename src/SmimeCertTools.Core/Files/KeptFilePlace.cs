using System;
using System.IO;
using System.Runtime.InteropServices;

namespace SmimeCertTools.Core.Files;

/// <summary>Whether a path still names the file that is open.</summary>
internal sealed class KeptFilePlace(string path, FileStream stream)
{
#if NET
    private readonly UnixFileStatus? _opened = UnixFileStatus.Of(stream.SafeFileHandle);
#endif

    /// <summary>What is wrong with a file that exists or does not; null for nothing.</summary>
    public static KeptFileFault? FaultOf(string path, bool refusesLinks)
    {
        if (Directory.Exists(path))
        {
            return KeptFileFault.NotOrdinary;
        }

        if (refusesLinks && IsLink(path))
        {
            return KeptFileFault.Linked;
        }

#if NET
        if (UnixFileStatus.Of(path) is { } status)
        {
            return !status.IsOrdinary ? KeptFileFault.NotOrdinary
                : refusesLinks && status.Names > 1 ? KeptFileFault.Linked
                : null;
        }
#endif
        return null;
    }

    /// <summary>
    /// How what the path names differs from what was written, in words; null for nothing. Where the system does not tell files
    /// apart, the length and the latest line do.
    /// </summary>
    /// <param name="last">The bytes at its end.</param>
    public string? ChangeSince(byte[] last)
    {
#if NET
        if (_opened is { } opened)
        {
            return UnixFileStatus.Of(path) is not { } found ? "it is no longer there"
                : found.Id == opened.Id ? null
                : "another file has its name now";
        }
#endif

        // Elsewhere than on Windows the file, opened again, would meet its own lock.
        return ChangeSince(path, stream.Length, RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? last : null);
    }

    /// <summary>The same of a path alone, by the length and the latest line.</summary>
    /// <param name="path">The path.</param>
    /// <param name="length">How long the file is.</param>
    /// <param name="last">The bytes at its end; null to look at the length alone.</param>
    internal static string? ChangeSince(string path, long length, byte[]? last)
    {
        if (!File.Exists(path))
        {
            return "it is no longer there";
        }

        if (last is null)
        {
            return new FileInfo(path).Length == length ? null : "another file has its name now";
        }

        using var other = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        return other.Length == length && EndsWith(other, last) ? null : "another file has its name now";
    }

    private static bool IsLink(string path)
    {
#if NET
        return new FileInfo(path).LinkTarget is not null;
#else
        return File.Exists(path) && (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;
#endif
    }

    private static bool EndsWith(FileStream file, byte[] last)
    {
        file.Seek(-last.Length, SeekOrigin.End);
        var found = new byte[last.Length];
        var count = 0;
        for (var read = -1; count < found.Length && read != 0; count += read)
        {
            read = file.Read(found, count, found.Length - count);
        }

        return count == last.Length && found.AsSpan().SequenceEqual(last);
    }
}
