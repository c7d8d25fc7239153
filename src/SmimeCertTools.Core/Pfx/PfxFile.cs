using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Reads PFX files from disk.</summary>
public static class PfxFile
{
    /// <summary>Reads a whole file, up to <see cref="PfxReadOptions.MaxFileSize"/> bytes.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="options">Limits; the defaults when null. Its label is not used.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative: there is no current directory
    /// here.</exception>
    /// <exception cref="PfxException">
    /// The file cannot be found, opened or read (<see cref="PfxErrorKind.Unreadable"/>), or is too large
    /// (<see cref="PfxErrorKind.LimitExceeded"/>).
    /// </exception>
    public static async Task<byte[]> ReadAsync(
        string path, PfxReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!IsRooted(Guard.NotBlank(path)))
        {
            throw new ArgumentException("A full path is required.", nameof(path));
        }

        options ??= PfxReadOptions.Default;
        var errors = new PfxErrors(path);
        var content = await InputFile.ReadAsync(path, options.MaxFileSize, (fault, cause) => fault switch
        {
            InputFault.Folder => errors.Unreadable("it is a folder. Name the PFX file itself."),
            InputFault.NotFound => errors.Unreadable("it does not exist. Check the path." + VisibleText.HintOfPath(path), cause),
            InputFault.Denied =>
                errors.Unreadable("access is denied. Run as an account that may read it, or change its permissions.", cause),
            InputFault.Other => errors.Unreadable(cause!.Message + ". " + FileKind.Advice, cause),
            InputFault.InUse => errors.Unreadable("another program has it open. " + HeldFile.Advice, cause),
            _ => errors.Unreadable(cause!.Message.TrimEnd('.') + ". Check the path and the disk.", cause),
        }, cancellationToken).ConfigureAwait(false);
        return content.Length <= options.MaxFileSize ? content : throw errors.TooLarge(options.MaxFileSize);
    }

    private static bool IsRooted(string path)
    {
        try
        {
            return Path.IsPathRooted(path);
        }
        catch (ArgumentException)
        {
            // Characters that .NET Framework allows in no path: opening the file names the problem.
            return true;
        }
    }
}
