using System;
using System.Collections.Generic;
using System.Text;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Formats;

/// <summary>One block of a PEM text (RFC 7468): its label and what stands between its lines.</summary>
/// <param name="Label">The label, such as <c>PUBLIC KEY</c>.</param>
/// <param name="Start">Where the base64 text starts.</param>
/// <param name="Length">The length of the base64 text; negative when the end line is missing.</param>
internal readonly record struct PemBlock(string Label, int Start, int Length);

/// <summary>
/// The text of a file, its PEM blocks, in a buffer that is zeroed on disposal: there may be a private key in it, asked for or
/// handed over by mistake, and that must not stay behind in strings.
/// </summary>
internal sealed class PemReader(char[] characters) : IDisposable
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";
    private const int LongestLabel = 64;

    /// <summary>
    /// Decodes UTF-16 with or without a byte order mark (Windows PowerShell's Out-File and &gt; write it), UTF-8 otherwise. Bytes
    /// that are no text become characters that fit neither PEM nor base64.
    /// </summary>
    public static PemReader Decode(byte[] content)
    {
        var (encoding, skip) = Detect(content);
        return new PemReader(encoding.GetChars(content, skip, content.Length - skip));
    }

    /// <summary>The PEM blocks in their order.</summary>
    public IEnumerable<PemBlock> Blocks()
    {
        for (var position = Find(Begin, 0); position >= 0; position = Find(Begin, position))
        {
            position += Begin.Length;
            var window = characters.AsSpan(position, Math.Min(LongestLabel + Dashes.Length, characters.Length - position));
            var labelLength = window.IndexOf(Dashes.AsSpan());
            if (labelLength < 0)
            {
                continue;
            }

            var label = new string(characters, position, labelLength);
            var start = position + labelLength + Dashes.Length;
            var end = Find(End + label + Dashes, start);
            yield return new PemBlock(label, start, end - start);
            if (end >= 0)
            {
                position = end;
            }
        }
    }

    /// <summary>The bytes of a block; null when it has no end line or is not base64.</summary>
    public byte[]? TryRead(PemBlock block)
    {
        try
        {
            return block.Length < 0 ? null : Convert.FromBase64CharArray(characters, block.Start, block.Length);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a block has the headers of PEM's own encryption (RFC 1421 section 4.6.1.1), which OpenSSL wrote before PKCS#8.
    /// </summary>
    public bool HasEncryptionHeader(PemBlock block) =>
        block.Length > 0 && characters.AsSpan(block.Start, block.Length).IndexOf("Proc-Type:".AsSpan()) >= 0;

    /// <summary>The bytes of a text that is base64 as a whole; null when it is not.</summary>
    public byte[]? TryReadBase64()
    {
        // A cheap look first: other content, which may be large and binary, should not cost an exception each.
        if (Array.Exists(characters, character => character > '~'))
        {
            return null;
        }

        try
        {
            return Convert.FromBase64CharArray(characters, 0, characters.Length);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => SecretBytes.Zero(System.Runtime.InteropServices.MemoryMarshal.AsBytes(characters.AsSpan()));

    private static (Encoding Encoding, int Skip) Detect(byte[] content) => content.Length < 2
        ? (Encoding.UTF8, 0)
        : (content[0], content[1]) switch
        {
            (0xEF, 0xBB) when content.Length > 2 && content[2] == 0xBF => (Encoding.UTF8, 3),
            (0xFF, 0xFE) => (Encoding.Unicode, 2),
            (0xFE, 0xFF) => (Encoding.BigEndianUnicode, 2),
            ( > 0, 0) => (Encoding.Unicode, 0),
            (0, > 0) => (Encoding.BigEndianUnicode, 0),
            _ => (Encoding.UTF8, 0),
        };

    private int Find(string text, int start)
    {
        var found = characters.AsSpan(start).IndexOf(text.AsSpan());
        return found < 0 ? -1 : found + start;
    }
}
