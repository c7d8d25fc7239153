using System;
using System.Text;
using SmimeCertTools.Core.Asn1;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Recognizes what people hand over in place of a PFX, so that the error can say what it is and what to do.</summary>
internal static class PfxSniffer
{
    private const string ExportAdvice = "Export the certificate together with its private key as a PFX file.";
    private const int TextSample = 4096;

    /// <summary>Returns if the content begins as a PFX does.</summary>
    /// <exception cref="PfxException">It is something else.</exception>
    public static void RefuseOther(ReadOnlySpan<byte> content, PfxErrors errors)
    {
        if (content.IsEmpty)
        {
            throw errors.NotPfx("it is empty.", "Copy or export it again.");
        }

        if (content[0] == DerTag.Sequence)
        {
            RefuseOtherStructure(content, errors);
            return;
        }

        if (content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || content.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            throw errors.NotPfx(
                "it is UTF-16 text.", "Writing binary content through a text command damages it; copy the file in binary form.");
        }

        var hasMark = content.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
        var body = hasMark ? content.Slice(3) : content;
        if (hasMark && !body.IsEmpty && body[0] == DerTag.Sequence && !IsText(body))
        {
            throw errors.NotPfx(
                "a UTF-8 byte order mark stands before its content.",
                "A text command wrote it; copy the original file in binary form.");
        }

        if (IsText(body))
        {
            RefuseText(body, errors);
        }

        throw errors.NotPfx("it does not begin as one.", "Check that it is the right file. " + ExportAdvice);
    }

    private static void RefuseText(ReadOnlySpan<byte> body, PfxErrors errors)
    {
        var text = Encoding.ASCII.GetString(body.Slice(0, Math.Min(body.Length, TextSample)).ToArray()).Trim();
        if (text.IndexOf("-----BEGIN ", StringComparison.Ordinal) >= 0)
        {
            throw errors.NotPfx(
                "it is PEM text.",
                "Make a PFX of the certificate and its key, for example with: "
                    + "openssl pkcs12 -export -in cert.pem -inkey key.pem.");
        }

        if (text.StartsWith("<", StringComparison.Ordinal))
        {
            throw errors.NotPfx(
                "it is an HTML or XML page.",
                "The download answered with a page, perhaps for signing in; download the file again.");
        }

        if (text.StartsWith("MI", StringComparison.Ordinal) && IsBase64(text))
        {
            throw errors.NotPfx(
                "it is base64 text.", "Decode it first, for example with: certutil -decode, or openssl base64 -d.");
        }

        throw errors.NotPfx("it is text.", "Check that it is the right file. " + ExportAdvice);
    }

    private static bool IsText(ReadOnlySpan<byte> body)
    {
        foreach (var octet in body.Slice(0, Math.Min(body.Length, TextSample)))
        {
            if (octet is not (>= 0x20 and < 0x7F or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return false;
            }
        }

        return !body.IsEmpty;
    }

    private static bool IsBase64(string text)
    {
        foreach (var character in text)
        {
            if (character is not (>= 'A' and <= 'Z' or >= 'a' and <= 'z' or >= '0' and <= '9')
                && character is not ('+' or '/' or '=' or '\r' or '\n'))
            {
                return false;
            }
        }

        return true;
    }

    // A PFX is SEQUENCE { INTEGER version, SEQUENCE … }; what other structures begin with tells them apart.
    private static void RefuseOtherStructure(ReadOnlySpan<byte> content, PfxErrors errors)
    {
        var first = ContentStart(content);
        if (first < 0 || first >= content.Length)
        {
            throw content.Length < 16
                ? errors.Truncated()
                : errors.NotPfx("it does not begin as one.", "Check that it is the right file.");
        }

        switch (content[first])
        {
            case DerTag.Integer:
                // A bare key has version 0 or 1 and then a number (PKCS#1) or an algorithm and octets (PKCS#8), both of which a
                // PFX has not.
                if (first + 3 < content.Length && content[first + 1] == 1 && content[first + 2] is 0 or 1
                    && IsBareKey(content, first + 3))
                {
                    throw errors.NotPfx(
                        "it is a bare private key without encryption.",
                        "Make a PFX of it and its certificate, and guard the file.");
                }

                return;
            case DerTag.ObjectIdentifier:
                throw errors.NotPfx("it is a PKCS#7 file, which holds no private key.", ExportAdvice);
            case DerTag.Sequence:
                var inner = first + ContentStart(content.Slice(first));
                throw errors.NotPfx(
                    inner > first && inner < content.Length && content[inner] == DerTag.ObjectIdentifier
                        ? "it is an encrypted private key without a certificate."
                        : "it looks like a certificate without a private key.",
                    ExportAdvice);
            default:
                throw errors.NotPfx("it does not begin as one.", "Check that it is the right file. " + ExportAdvice);
        }
    }

    private static bool IsBareKey(ReadOnlySpan<byte> content, int at)
    {
        if (content[at] == DerTag.Integer)
        {
            return true;
        }

        // The algorithm of PKCS#8 is followed by an OCTET STRING; the ContentInfo of a PFX by MacData or nothing.
        try
        {
            var reader = new DerReader(content.Slice(at).ToArray());
            return reader.Read().Tag == DerTag.Sequence && reader.NextIs(DerTag.OctetString);
        }
        catch (DerException)
        {
            return false;
        }
    }

    private static int ContentStart(ReadOnlySpan<byte> element) =>
        element.Length < 2 ? -1 : element[1] <= 0x80 ? 2 : 2 + (element[1] & 0x7F);
}
