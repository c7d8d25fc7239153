using System;
using SmimeCertTools.Core.Formats;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Says of what people hand over in place of a PFX what it is and what to do.</summary>
internal static class PfxSniffer
{
    private const string ExportAdvice = "Export the certificate together with its private key as a PFX file.";
    private const string CheckAdvice = "Check that it is the right file. " + ExportAdvice;

    /// <summary>The shortest content that is told apart: what is shorter was cut off.</summary>
    private const int Shortest = 16;

    /// <summary>Returns if the content begins as a PFX does.</summary>
    /// <exception cref="PfxException">It is something else.</exception>
    public static void RefuseOther(ReadOnlySpan<byte> content, PfxErrors errors)
    {
        switch (ContentRecognizer.Recognize(content))
        {
            case ContentKind.Pfx:
                return;
            case ContentKind.Asn1 when content.Length < Shortest:
                throw errors.Truncated();
            case ContentKind.Asn1 when ContentRecognizer.BeginsWithNumber(content):
                // The parser says what is wrong with it.
                return;
            case ContentKind.Empty:
                throw errors.NotPfx("it is empty.", "Copy or export it again.");
            case ContentKind.Pkcs7 or ContentKind.SignedData:
                throw errors.NotPfx("it is a PKCS#7 file, which holds no private key.", ExportAdvice);
            case ContentKind.EncryptedPrivateKey:
                throw errors.NotPfx("it is an encrypted private key without a certificate.", ExportAdvice);
            case ContentKind.PrivateKey:
                throw errors.NotPfx(
                    "it is a bare private key without encryption.", "Make a PFX of it and its certificate, and guard the file.");
            case ContentKind.Certificate:
                throw errors.NotPfx("it looks like a certificate without a private key.", ExportAdvice);
            case ContentKind.PublicKey or ContentKind.CngPublicKey:
                throw errors.NotPfx("it is a public key.", CheckAdvice);
            case ContentKind.CngPrivateKey:
                throw errors.NotPfx(
                    "it is a bare private key without encryption, a CNG blob.", "Guard the file. " + ExportAdvice);
            case ContentKind.JavaKeyStore:
                throw errors.NotPfx("it is a key store of Java.",
                    "Convert it with: keytool -importkeystore -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12.");
            case ContentKind.Zip:
                throw errors.NotPfx("it is a ZIP file.", "Unpack it first.");
            case ContentKind.Pem:
                throw errors.NotPfx("it is PEM text.", "Make a PFX of the certificate and its key, for example with: "
                        + "openssl pkcs12 -export -in cert.pem -inkey key.pem.");
            case ContentKind.Markup:
                throw errors.NotPfx("it is an HTML or XML page.",
                    "The download answered with a page, perhaps for signing in; download the file again.");
            case ContentKind.Text:
                RefuseText(content, errors);
                return;
            default:
                RefuseUnknown(content, errors);
                return;
        }
    }

    private static void RefuseText(ReadOnlySpan<byte> content, PfxErrors errors)
    {
        if (ContentRecognizer.HasUtf16Mark(content))
        {
            throw errors.NotPfx(
                "it is UTF-16 text.", "Writing binary content through a text command damages it; copy the file in binary form.");
        }

        throw ContentRecognizer.IsBase64OfSequence(content)
            ? errors.NotPfx("it is base64 text.", "Decode it first, for example with: certutil -decode, or openssl base64 -d.")
            : errors.NotPfx("it is text.", CheckAdvice);
    }

    private static void RefuseUnknown(ReadOnlySpan<byte> content, PfxErrors errors)
    {
        var body = ContentRecognizer.WithoutUtf8Mark(content);
        throw body.Length < content.Length && ContentRecognizer.Recognize(body) == ContentKind.Pfx
            ? errors.NotPfx("a UTF-8 byte order mark stands before its content.",
                "A text command wrote it; copy the original file in binary form.")
            : errors.NotPfx("it does not begin as one.", CheckAdvice);
    }
}
