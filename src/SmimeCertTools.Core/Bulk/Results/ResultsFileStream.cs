using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Security;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>Opens a results file for one writer.</summary>
internal static class ResultsFileStream
{
    // Ten million entries.
    private const long MaxLength = 4L * 1024 * 1024 * 1024;

    /// <summary>Opens the file, and creates it for the owner alone when it is not there.</summary>
    /// <exception cref="ResultsFileException">It cannot be opened.</exception>
    public static FileStream Open(string path)
    {
        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            throw ResultsFileErrors.FolderNotFound(path, folder);
        }

        if (FileKind.ProblemOf(path) is { } problem)
        {
            throw ResultsFileErrors.NotFile(path, problem);
        }

        try
        {
            CreateWhereMissing(path);

            // On Unix only a share of none is a lock (flock); readers that do not ask for locks, such as tail, are not kept out.
            var share = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? FileShare.Read : FileShare.None;
            var stream = HeldFile.Open(() => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, share, bufferSize: 1));
            if ((FileKind.ProblemOf(stream) ?? TooLarge(stream)) is { } found)
            {
                stream.Dispose();
                throw ResultsFileErrors.NotFile(path, found);
            }

            return stream;
        }
        catch (IOException e) when (HeldFile.IsCause(e))
        {
            throw ResultsFileErrors.InUse(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw ResultsFileErrors.NotWritable(path, e);
        }
    }

    private static string? TooLarge(FileStream stream) => stream.Length <= MaxLength
        ? null : $"it is larger than {MaxLength >> 30} GiB already, which no file of results is";

    private static void CreateWhereMissing(string path)
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            using (OwnerOnlyFile.Create(path))
            {
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it meanwhile; it is opened like any other.
        }
    }
}
