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
        var kind = ContentRecognizer.Recognize(content);
        if (kind == ContentKind.Asn1 && content.Length < Shortest)
        {
            throw errors.Truncated();
        }

        // What is wrong with a structure that begins with a number, the parser says.
        if (kind != ContentKind.Pfx && !(kind == ContentKind.Asn1 && ContentRecognizer.BeginsWithNumber(content)))
        {
            var (whatItIs, advice) = Describe(kind, content);
            throw errors.NotPfx(whatItIs, advice);
        }
    }

    private static (string WhatItIs, string Advice) Describe(ContentKind kind, ReadOnlySpan<byte> content) => kind switch
    {
        ContentKind.Empty => ("it is empty.", "Copy or export it again."),
        ContentKind.Pkcs7 or ContentKind.SignedData => ("it is a PKCS#7 file, which holds no private key.", ExportAdvice),
        ContentKind.EncryptedPrivateKey => ("it is an encrypted private key without a certificate.", ExportAdvice),
        ContentKind.PrivateKey => (
            "it is a bare private key without encryption.", "Make a PFX of it and its certificate, and guard the file."),
        ContentKind.Certificate => ("it looks like a certificate without a private key.", ExportAdvice),
        ContentKind.PublicKey or ContentKind.CngPublicKey => ("it is a public key.", CheckAdvice),
        ContentKind.CngPrivateKey => (
            "it is a bare private key without encryption, a CNG blob.", "Guard the file. " + ExportAdvice),
        ContentKind.JavaKeyStore => ("it is a key store of Java.",
            "Convert it with: keytool -importkeystore -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12."),
        ContentKind.Zip => ("it is a ZIP file.", "Unpack it first."),
        ContentKind.Pem => ("it is PEM text.", "Make a PFX of the certificate and its key, for example with: "
            + "openssl pkcs12 -export -in cert.pem -inkey key.pem."),
        ContentKind.Markup => ("it is an HTML or XML page.",
            "The download answered with a page, perhaps for signing in; download the file again."),
        ContentKind.Text when ContentRecognizer.HasUtf16Mark(content) => (
            "it is UTF-16 text.", "Writing binary content through a text command damages it; copy the file in binary form."),
        ContentKind.Text when ContentRecognizer.IsBase64OfSequence(content) => (
            "it is base64 text.", "Decode it first, for example with: certutil -decode, or openssl base64 -d."),
        ContentKind.Text => ("it is text.", CheckAdvice),
        _ when HasMarkBeforePfx(content) => ("a UTF-8 byte order mark stands before its content.",
            "A text command wrote it; copy the original file in binary form."),
        _ => ("it does not begin as one.", CheckAdvice),
    };

    private static bool HasMarkBeforePfx(ReadOnlySpan<byte> content)
    {
        var body = ContentRecognizer.WithoutUtf8Mark(content);
        return body.Length < content.Length && ContentRecognizer.Recognize(body) == ContentKind.Pfx;
    }
}
