using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// Files that another program holds open. Virus scanners, indexers and backups let go in a moment, so what fails because of them
/// is tried again for about a second; what an editor or Excel holds stays held, and is said to be.
/// </summary>
public static class HeldFile
{
    private const int SharingViolation = 32; // ERROR_SHARING_VIOLATION of winerror.h
    private const int LockViolation = 33; // ERROR_LOCK_VIOLATION
    private const int LinuxWouldBlock = 11; // EWOULDBLOCK of errno.h, which locks of the runtime (flock) end with
    private const int MacWouldBlock = 35;

    private static readonly int[] Pauses = [20, 50, 100, 150, 250, 400]; // milliseconds

    /// <summary>What people can do about it.</summary>
    public const string Advice =
        "Close the program that has it open (an editor, Excel, a backup or a virus scanner, or another run of this command), "
        + "then try again.";

    /// <summary>Whether <paramref name="error"/> says that another program holds a file.</summary>
    public static bool IsCause(Exception? error) => error is IOException
        && (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? (error.HResult & 0xFFFF) is SharingViolation or LockViolation : IsHeld(error.HResult));

    /// <summary>Whether a number of errno.h says that another program has locked a file.</summary>
    internal static bool IsHeld(int error) => error is LinuxWouldBlock or MacWouldBlock;

    /// <summary>
    /// Opens a file; one that is held is tried again for about a second. For what is opened synchronously, once a command;
    /// everything else takes <see cref="OpenAsync"/>.
    /// </summary>
    public static FileStream Open(Func<FileStream> open)
    {
        using var never = new ManualResetEventSlim();
        foreach (var pause in Pauses)
        {
            try
            {
                return open();
            }
            catch (IOException error) when (IsCause(error))
            {
                never.Wait(pause);
            }
        }

        return open();
    }

    /// <summary>The same without a thread that waits.</summary>
    public static async Task<FileStream> OpenAsync(Func<FileStream> open, CancellationToken cancellationToken)
    {
        foreach (var pause in Pauses)
        {
            try
            {
                return open();
            }
            catch (IOException error) when (IsCause(error))
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            }
        }

        return open();
    }

    /// <summary>
    /// Renames over <paramref name="target"/>. Windows answers with an access denied when something holds the target, so that is
    /// looked into.
    /// </summary>
    /// <param name="target">What the file is to be called.</param>
    /// <param name="rename">Gives it its name.</param>
    /// <param name="cancellationToken">Ends the trying again.</param>
    /// <exception cref="IOException">The target is held (<see cref="IsCause"/>), or the renaming failed otherwise.</exception>
    public static async Task RenameAsync(string target, Action rename, CancellationToken cancellationToken)
    {
        foreach (var pause in Pauses)
        {
            try
            {
                rename();
                return;
            }
            catch (Exception error) when (IsCause(error) || (error is UnauthorizedAccessException && Holder(target) is not null))
            {
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            }
        }

        try
        {
            rename();
        }
        catch (UnauthorizedAccessException) when (Holder(target) is { } holder)
        {
            throw holder;
        }
    }

    // The error of whoever wants the file for itself while another program has it; null where nobody has. Windows alone tells.
    private static IOException? Holder(string path)
    {
        if (!RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            return null;
        }

        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, bufferSize: 1))
            {
                return null;
            }
        }
        catch (IOException error)
        {
            return IsCause(error) ? error : null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
