using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// Finds the files in winmail.dat, in which Exchange and Outlook wrap a mail for each other (TNEF, MS-OXTNEF section 2.1.3). An
/// S/MIME mail lies in it as one file, with what was the mail's body before.
/// </summary>
internal static class TnefParts
{
    private const uint AttachmentBegin = 0x00069002;
    private const uint AttachmentTitle = 0x00018010;
    private const uint AttachmentData = 0x0006800F;
    private const int HeaderLength = 6;
    private const int AttributeHeaderLength = 9;
    private const int ChecksumLength = 2;
    private const int LongestTitle = 1024;

    /// <summary>The signature in the byte order of the file.</summary>
    private static ReadOnlySpan<byte> Signature => [0x78, 0x9F, 0x3E, 0x22];

    /// <summary>Whether it begins as winmail.dat does.</summary>
    public static bool IsTnef(ReadOnlySpan<byte> start) => start.StartsWith(Signature);

    /// <summary>The files in it, with their names where they have one.</summary>
    /// <param name="source">What is to be read.</param>
    /// <param name="budget">The limits.</param>
    /// <exception cref="DerException">It is cut off (<see cref="DerFault.Truncated"/>), or something else.</exception>
    /// <exception cref="MessageException">A limit was passed.</exception>
    public static IReadOnlyList<(string? Name, ByteSource Content)> Read(ByteSource source, ReadingBudget budget)
    {
        using var stream = source.Open();
        var header = new byte[AttributeHeaderLength];
        if (Fill(stream, header, HeaderLength) < HeaderLength || !IsTnef(header))
        {
            throw new DerException();
        }

        var parts = new List<(string? Name, ByteSource Content)>();
        string? title = null;
        long position = HeaderLength;
        int read;
        while ((read = Fill(stream, header, AttributeHeaderLength)) > 0)
        {
            if (read < AttributeHeaderLength)
            {
                throw new DerException(DerFault.Truncated);
            }

            position += AttributeHeaderLength;
            var (name, length) = (BitConverter.ToUInt32(header, 1), BitConverter.ToUInt32(header, 5));
            var taken = 0;
            switch (name)
            {
                case AttachmentBegin:
                    title = null;
                    break;

                case AttachmentTitle:
                    var text = new byte[Math.Min(length, LongestTitle)];
                    taken = Fill(stream, text, text.Length);
                    var end = Array.IndexOf(text, (byte)0, 0, taken);
                    title = Encoding.UTF8.GetString(text, 0, end < 0 ? taken : end);
                    break;

                case AttachmentData:
                    budget.AddPart();
                    parts.Add((title, source.Slice(position, length)));
                    break;

                default:
                    break;
            }

            Skip(stream, length - taken + ChecksumLength);
            position += length + ChecksumLength;
        }

        return parts;
    }

    private static int Fill(Stream stream, byte[] buffer, int count)
    {
        var length = 0;
        int read;
        while (length < count && (read = stream.Read(buffer, length, count - length)) > 0)
        {
            length += read;
        }

        return length;
    }

    private static void Skip(Stream stream, long count)
    {
        var scratch = new byte[Math.Min(count, 64 * 1024)];
        while (count > 0)
        {
            var read = stream.Read(scratch, 0, (int)Math.Min(scratch.Length, count));
            if (read == 0)
            {
                throw new DerException(DerFault.Truncated);
            }

            count -= read;
        }
    }
}
