using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// Reads who can open a message and who signed it. Nothing is decrypted, and the message is never held as a whole: its parts are
/// found, and read again from where they lie.
/// </summary>
public static class MessageReader
{
    /// <summary>Reads a file, on Windows while nobody can change it.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="MessageException">The file cannot be read, or it has nothing to tell.</exception>
    public static async Task<MessageContents> ReadAsync(
        string path, MessageReadOptions? options, CancellationToken cancellationToken)
    {
        using var file = await InputFile.OpenAsync(Guard.NotBlank(path), bufferSize: 1,
            (fault, cause) => MessageErrors.Unreadable(path, fault, cause), cancellationToken).ConfigureAwait(false);
        return await Task.Run(() =>
        {
            try
            {
                return Read(file, path, options, cancellationToken);
            }
            catch (IOException e)
            {
                throw MessageErrors.Unreadable(path, InputFault.Failed, e);
            }
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a stream that can be set to a position.</summary>
    /// <param name="stream">The message.</param>
    /// <param name="path">Where it comes from, for errors; null for nowhere.</param>
    /// <param name="options">How; the defaults when null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="MessageException">It cannot be read, or it has nothing to tell.</exception>
    public static MessageContents Read(
        Stream stream, string? path, MessageReadOptions? options, CancellationToken cancellationToken)
    {
        options ??= MessageReadOptions.Default;
        if (Guard.NotNull(stream).Length > options.MaxFileSize)
        {
            throw MessageErrors.TooLarge(path, options.MaxFileSize);
        }

        var budget = new ReadingBudget(stream.Length, path);
        var source = new SeekableSource(stream, budget, cancellationToken);
        return new MessageWalk(path, options, budget, cancellationToken).Read(source);
    }
}
