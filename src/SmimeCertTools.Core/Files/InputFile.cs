using System;
using System.IO;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Files;

/// <summary>Reads whole files that people name; what goes wrong is told apart here and worded by the caller.</summary>
internal static class InputFile
{
    private const int BufferSize = 64 * 1024;

    /// <summary>Reads a file, on Windows while nobody can change it. No copy is left behind but the result.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="limit">
    /// The most bytes that the caller takes: of a larger file one byte more is read, which tells that it is too large.
    /// </param>
    /// <param name="error">Makes the exception of a fault and its cause, which a folder has not.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<byte[]> ReadAsync(
        string path, int limit, Func<InputFault, Exception?, SmimeException> error, CancellationToken cancellationToken)
    {
        using var stream = await OpenAsync(path, bufferSize: 1, error, cancellationToken).ConfigureAwait(false);
        try
        {
            return await ReadToEndAsync(stream, limit + 1L, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (FaultOf(e) is { } fault)
        {
            throw error(fault, e);
        }
    }

    /// <summary>Opens a file for reading; on Windows nobody can change it meanwhile.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="bufferSize">The stream's buffer in bytes; 1 for none.</param>
    /// <param name="error">Makes the exception of a fault and its cause, which a folder has not.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<FileStream> OpenAsync(string path, int bufferSize,
        Func<InputFault, Exception?, SmimeException> error, CancellationToken cancellationToken)
    {
        if (Directory.Exists(path))
        {
            throw error(InputFault.Folder, null);
        }

        // After it was opened as well, because the name may have changed hands.
        if (FileKind.ProblemOf(path) is { } problem)
        {
            throw error(InputFault.Other, new IOException(problem));
        }

        FileStream? stream = null;
        try
        {
            stream = await HeldFile.OpenAsync(
                () => ReadableFile.Open(path, FileShare.Read, bufferSize), cancellationToken).ConfigureAwait(false);
            if (FileKind.ProblemOf(stream, path) is { } found)
            {
                throw error(InputFault.Other, new IOException(found));
            }

            var opened = stream;
            stream = null;
            return opened;
        }
        catch (Exception e) when (FaultOf(e) is { } fault)
        {
            throw error(fault, e);
        }
        finally
        {
            stream?.Dispose();
        }
    }

    private static InputFault? FaultOf(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => InputFault.NotFound,
        UnauthorizedAccessException or SecurityException => InputFault.Denied,
        IOException when HeldFile.IsCause(error) => InputFault.InUse,
        IOException or NotSupportedException or ArgumentException => InputFault.Failed,
        _ => null,
    };

    // The length is not asked for: a file may grow.
    private static async Task<byte[]> ReadToEndAsync(Stream stream, long most, CancellationToken cancellationToken)
    {
        var buffer = new byte[Math.Min(BufferSize, most)];
        var length = 0;
        try
        {
            int count;
            while ((count = await stream.ReadAsync(buffer, length, buffer.Length - length, cancellationToken)
                .ConfigureAwait(false)) > 0)
            {
                length += count;
                if (length == buffer.Length && length < most)
                {
                    var outgrown = buffer;
                    buffer = new byte[Math.Min(2L * length, most)];
                    outgrown.CopyTo(buffer, 0);
                    SecretBytes.Zero(outgrown);
                }
            }

            return buffer.AsSpan(0, length).ToArray();
        }
        finally
        {
            SecretBytes.Zero(buffer);
        }
    }
}

/// <summary>Why a file could not be read.</summary>
internal enum InputFault
{
    /// <summary>It is a folder.</summary>
    Folder,

    /// <summary>It is not there.</summary>
    NotFound,

    /// <summary>This account may not read it.</summary>
    Denied,

    /// <summary>Another program has it open (<see cref="HeldFile"/>).</summary>
    InUse,

    /// <summary>
    /// It is no ordinary file (<see cref="FileKind"/>); the cause's message says what, as the end of a sentence.
    /// </summary>
    Other,

    /// <summary>The system says otherwise why.</summary>
    Failed,
}
