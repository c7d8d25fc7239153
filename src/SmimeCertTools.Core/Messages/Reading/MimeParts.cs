using MimeKit.Encodings;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>What parts of mails are to S/MIME (RFC 8551 section 3.2), also under the names that gateways leave.</summary>
internal static class MimeParts
{
    /// <summary>Whether it is a signature that lies beside what is signed.</summary>
    public static bool IsDetachedSignature(MimeNode part) =>
        part.MediaType is "application/pkcs7-signature" or "application/x-pkcs7-signature" || part.IsNamed(".p7s");

    /// <summary>Whether its content is a CMS structure, by type or name.</summary>
    public static bool IsCms(MimeNode part) => IsDetachedSignature(part)
        || part.MediaType is "application/pkcs7-mime" or "application/x-pkcs7-mime" or "application/cms"
        || part.IsNamed(".p7m") || part.IsNamed(".p7c") || part.IsNamed(".p7z") || part.IsNamed(".p7b");

    /// <summary>Whether it is what Exchange and Outlook wrap a mail in for each other.</summary>
    public static bool IsTnef(MimeNode part) =>
        part.MediaType is "application/ms-tnef" or "application/vnd.ms-tnef" || part.IsNamed("winmail.dat");

    /// <summary>The content, without its transfer encoding.</summary>
    public static ByteSource ContentOf(MimeNode part, ByteSource source)
    {
        var content = source.Slice(part.Content.Begin, part.Content.End - part.Content.Begin);
        return part.TransferEncoding switch
        {
            "base64" => content.Decode(() => new Base64Decoder()),
            "quoted-printable" => content.Decode(() => new QuotedPrintableDecoder()),
            "x-uuencode" or "uuencode" or "x-uue" => content.Decode(() => new UUDecoder()),
            _ => content,
        };
    }
}
