using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Security;

namespace SmimeCertTools.Core.Files;

/// <summary>Opens a <see cref="KeptFile"/>.</summary>
internal static class KeptFileStream
{
    /// <summary>Opens the file for one writer, and creates it for the owner alone when it is not there.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="refusesLinks">Whether a symbolic link, and a file with several names, are refused.</param>
    /// <param name="error">Makes the exception of a fault and its cause.</param>
    public static FileStream Open(string path, bool refusesLinks, Func<KeptFileFault, Exception?, SmimeException> error)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            throw error(KeptFileFault.FolderNotFound, null);
        }

        FileStream? stream = null;
        FileStream? opened = null;
        try
        {
            Refuse(KeptFilePlace.FaultOf(path, refusesLinks), error);
            CreateWhereMissing(path);

            // On Unix only a share of none is a lock (flock); readers that do not ask for locks, such as tail, are not kept out.
            var share = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? FileShare.Read : FileShare.None;
            stream = HeldFile.Open(() => new FileStream(path, FileMode.Open, FileAccess.ReadWrite, share, bufferSize: 1));

            // Again, of what is open now: the first look came before the opening.
            Refuse(stream.CanSeek ? KeptFilePlace.FaultOf(path, refusesLinks) : KeptFileFault.NotOrdinary, error);
            return opened = stream;
        }
        catch (IOException e) when (HeldFile.IsCause(e))
        {
            throw error(KeptFileFault.InUse, e);
        }
        catch (Exception e) when (KeptFile.IsOfDisk(e) || e is SecurityException)
        {
            throw error(KeptFileFault.NotWritable, e);
        }
        finally
        {
            if (opened is null)
            {
                stream?.Dispose();
            }
        }
    }

    private static void Refuse(KeptFileFault? fault, Func<KeptFileFault, Exception?, SmimeException> error)
    {
        if (fault is { } found)
        {
            throw error(found, null);
        }
    }

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
