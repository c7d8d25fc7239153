using System;
using MimeKit.Encodings;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Formats;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>What a file or a part begins as.</summary>
internal enum MessageFormKind
{
    /// <summary>A structure in BER.</summary>
    Ber,

    /// <summary>A mail: text.</summary>
    Mail,

    /// <summary>Something else.</summary>
    Other,
}

/// <summary>Tells what bytes are by how they begin, and takes PEM and base64 from around a structure.</summary>
internal static class MessageForm
{
    private const int Sample = 4096;

    private static ReadOnlySpan<byte> CompoundFile => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>The kind, and the bytes without PEM and base64.</summary>
    public static (MessageFormKind Kind, ByteSource Source) Of(ByteSource source)
    {
        var start = source.Start(Sample);
        var text = WithoutBlanks(start);
        if (!start.AsSpan().IsEmpty && start[0] == DerTag.Sequence && !ContentRecognizer.IsText(start))
        {
            return (MessageFormKind.Ber, source);
        }

        // A program may put a remark before a PEM block; a mail begins with a header.
        var isHeader = IsHeader(text);
        var block = isHeader ? -1 : text.IndexOf("-----BEGIN "u8);
        if (block == 0 || (block > 0 && text[block - 1] == '\n'))
        {
            text = text.Slice(block);
            var at = start.Length - text.Length;
            var line = text.IndexOf((byte)'\n');
            return line < 0 || IsOther(text.Slice(0, line)) ? (MessageFormKind.Other, source)
                : (MessageFormKind.Ber,
                    source.Slice(at + line + 1, long.MaxValue / 2).Until((byte)'-').Decode(() => new Base64Decoder()));
        }

        return ContentRecognizer.IsBase64OfSequence(start) && text.IndexOf((byte)':') < 0
            ? (MessageFormKind.Ber, source.Decode(() => new Base64Decoder()))
            : (isHeader ? MessageFormKind.Mail : MessageFormKind.Other, source);
    }

    /// <summary>Whether it is an item in Outlook's own format.</summary>
    public static bool IsCompoundFile(ReadOnlySpan<byte> start) => start.StartsWith(CompoundFile);

    /// <summary>Whether it begins as each mail of a mailbox does (RFC 4155).</summary>
    public static bool IsMailbox(ReadOnlySpan<byte> start) => WithoutBlanks(start).StartsWith("From "u8);

    /// <summary>Whether a structure is one of CMS. Anything can be signed; only that is one to read.</summary>
    public static bool IsStructure(ByteSource structure)
    {
        var start = structure.Start(32);
        var at = start.AsSpan().IndexOf((byte)DerTag.ObjectIdentifier);
        return at is > 1 and < 8 && start.AsSpan(at).IndexOf(new byte[] { 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01 }) == 2;
    }

    /// <summary>What something is that is no message, as a part of a sentence.</summary>
    public static string Describe(ReadOnlySpan<byte> start) => ContentRecognizer.Recognize(start) switch
    {
        ContentKind.Empty => "it is empty",
        _ when ContentRecognizer.HasUtf16Mark(start) => "it was saved as Unicode text (UTF-16), and a mail is bytes",
        ContentKind.Pfx => "it is a PFX file",
        ContentKind.Certificate => "it is a certificate",
        ContentKind.PrivateKey or ContentKind.EncryptedPrivateKey or ContentKind.CngPrivateKey => "it is a private key",
        ContentKind.Zip => "it is a ZIP file or an Office document",
        ContentKind.Markup => "it is a page of HTML or XML",
        ContentKind.Pem => "it is a PEM file of another kind, such as certificates or keys",
        ContentKind.Text => "it is text without the headers of a mail",
        _ => "its content is of no known kind",
    };

    // A line that begins with a name and a colon (RFC 5322 section 2.2).
    private static bool IsHeader(ReadOnlySpan<byte> text)
    {
        for (var i = 0; i < Math.Min(text.Length, 256); i++)
        {
            if (text[i] == ':')
            {
                return i > 0;
            }

            if (text[i] is <= (byte)' ' or >= 0x7F)
            {
                return false;
            }
        }

        return false;
    }

    // Certificates and keys are PEM as well.
    private static bool IsOther(ReadOnlySpan<byte> line) => line.IndexOf("CERTIFICATE"u8) >= 0 || line.IndexOf("KEY"u8) >= 0
        || line.IndexOf("X509"u8) >= 0 || line.IndexOf("PGP"u8) >= 0;

    private static ReadOnlySpan<byte> WithoutBlanks(ReadOnlySpan<byte> text)
    {
        text = ContentRecognizer.WithoutUtf8Mark(text);
        while (!text.IsEmpty && text[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            text = text.Slice(1);
        }

        return text;
    }
}
