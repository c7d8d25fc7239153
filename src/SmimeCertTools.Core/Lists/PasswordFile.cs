using System;
using System.IO;
using System.Security;
using System.Text;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Lists;

/// <summary>Reads a password from the first line of a file. Who else may read the file is not checked.</summary>
public static class PasswordFile
{
    /// <summary>Bytes that a file may have.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>
    /// The first line without its end, exactly as it stands there; UTF-8, or UTF-16 with a mark. An empty file is an empty
    /// password.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is too large or not text; the message says which.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="SecurityException">It may not be read.</exception>
    public static SecretText Read(string path)
    {
        var bytes = new byte[MaxLength + 1];
        char[]? characters = null;
        try
        {
            var length = Fill(path, bytes);
            if (length > MaxLength)
            {
                throw new InvalidDataException("it is too large for a password file");
            }

            var (encoding, start) = Detect(bytes, length);
            characters = new char[encoding.GetMaxCharCount(length)];
            var count = encoding.GetChars(bytes, start, length - start, characters, 0);
            var end = Array.FindIndex(characters, 0, count, character => character is '\r' or '\n' or '\0');
            return SecretText.Copy(characters.AsSpan(0, end < 0 ? count : end));
        }
        catch (DecoderFallbackException)
        {
            // The cause would quote the bytes.
            throw new InvalidDataException("it is not in UTF-8");
        }
        finally
        {
            SecretBytes.Zero(bytes);
            if (characters is not null)
            {
                Array.Clear(characters, 0, characters.Length);
            }
        }
    }

    private static int Fill(string path, byte[] bytes)
    {
        if (FileKind.ProblemOf(path) is { } problem)
        {
            throw new InvalidDataException($"{problem}. {FileKind.Advice}");
        }

        // Without a buffer of its own, in which the password would stay.
        using var stream = HeldFile.Open(() => ReadableFile.Open(path, FileShare.Read));
        if (FileKind.ProblemOf(stream, path) is { } found)
        {
            throw new InvalidDataException($"{found}. {FileKind.Advice}");
        }

        var length = 0;
        int count;
        while (length < bytes.Length && (count = stream.Read(bytes, length, bytes.Length - length)) > 0)
        {
            length += count;
        }

        return length;
    }

    private static (Encoding Encoding, int Start) Detect(byte[] bytes, int length) =>
        (length, bytes[0], bytes[1], bytes[2]) switch
        {
            ( >= 3, 0xEF, 0xBB, 0xBF) => (Utf8(), 3),
            ( >= 2, 0xFF, 0xFE, _) => (new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            ( >= 2, 0xFE, 0xFF, _) => (new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true), 2),
            _ => (Utf8(), 0),
        };

    private static UTF8Encoding Utf8() => new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
