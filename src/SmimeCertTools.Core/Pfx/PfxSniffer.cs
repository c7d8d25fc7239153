using System;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Formats;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Says of what people hand over in place of a PFX what it is and what to do.</summary>
internal static class PfxSniffer
{
    private const string ExportAdvice = "Export the certificate together with its private key as a PFX file.";
    private const string CheckAdvice = "Check that it is the right file. " + ExportAdvice;
    private const string JoinAdvice =
        "Make a PFX of it and its certificate, for example with: "
            + "openssl pkcs12 -export -in cert.pem -inkey key.pem -out new.pfx.";

    private const string DecodeAdvice =
        "Decode it first, for example with: certutil -decode FILE NEW.pfx, or openssl base64 -d -in FILE -out NEW.pfx.";

    private const string RecoverAdvice = "On a machine with a key recovery agent's certificate and key make a PFX of it with: "
        + "certutil -recoverkey FILE NEW.pfx. Then use that.";

    /// <summary>The shortest content that is told apart: what is shorter was cut off.</summary>
    private const int Shortest = 16;

    // A bundle of a certificate, its key and the chain has some five blocks.
    private const int MostBlocks = 50;

    // id-envelopedData, RFC 5652 section 6.1.
    private static ReadOnlySpan<byte> EnvelopedData => [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x03];

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
            var (whatItIs, advice) = kind is ContentKind.Text or ContentKind.Pem or ContentKind.Unknown
                ? DescribeText(content) : Describe(kind, content);
            throw errors.NotPfx(whatItIs, advice);
        }
    }

    private static (string WhatItIs, string Advice) Describe(ContentKind kind, ReadOnlySpan<byte> content) => kind switch
    {
        ContentKind.Empty => ("it is empty.",
            "Copy or export it again. What a cloud folder shows and has not fetched is to be made available offline first."),
        ContentKind.SignedData when content.IndexOf(EnvelopedData) >= 0 => (
            "it is a key recovery blob, as certutil -getkey writes: the key in it is encrypted for a key recovery agent.",
            RecoverAdvice),
        ContentKind.SignedData => ("it is a PKCS#7 file (.p7b), which holds certificates and no private key.", ExportAdvice),
        ContentKind.Pkcs7 when content.IndexOf(EnvelopedData) >= 0 => (
            "it is PKCS#7 that is encrypted for a recipient: a key recovery blob of certutil -getkey, or an encrypted message.",
            "A recovery blob is made a PFX by a key recovery agent: certutil -recoverkey FILE NEW.pfx. Otherwise check that it "
                + "is the right file."),
        ContentKind.Pkcs7 => ("it is a PKCS#7 file, which holds no private key.", ExportAdvice),
        ContentKind.EncryptedPrivateKey => ("it is an encrypted private key without a certificate.", JoinAdvice),
        ContentKind.PrivateKey => ("it is a bare private key without encryption.", JoinAdvice + " Guard the file."),
        ContentKind.Certificate when IsRequest(content) => (
            "it is a certificate request (.csr), not a certificate.",
            "Let the CA issue the certificate, then export that together with its private key as a PFX file."),
        ContentKind.Certificate => ("it looks like a certificate without a private key.", ExportAdvice),
        ContentKind.PublicKey or ContentKind.CngPublicKey => ("it is a public key.", CheckAdvice),
        ContentKind.CngPrivateKey => (
            "it is a bare private key without encryption, a CNG blob.", "Guard the file. " + ExportAdvice),
        ContentKind.JavaKeyStore => ("it is a key store of Java.",
            "Convert it with: keytool -importkeystore -srckeystore FILE -destkeystore NEW.p12 -deststoretype PKCS12."),
        ContentKind.Zip => content.Length > 6 && (content[6] & 1) != 0
            ? ("it is a ZIP file under a password.", "Unpack it first, with the password of the ZIP file.")
            : ("it is a ZIP file.", "Unpack it first."),
        ContentKind.Markup => ("it is an HTML or XML page.",
            "The download answered with a page, perhaps for signing in; download the file again."),
        _ => OtherFiles.Describe(content) ?? ("it does not begin as one.", CheckAdvice),
    };

    // Armour, alphabets and marks are taken off first: what is inside decides.
    private static (string WhatItIs, string Advice) DescribeText(ReadOnlySpan<byte> content)
    {
        if (OtherFiles.Describe(content) is { } known)
        {
            return known;
        }

        if (HasMarkBeforePfx(content))
        {
            return ("a UTF-8 byte order mark stands before its content.",
                "A text command wrote it; copy the original file in binary form.");
        }

        var copy = content.ToArray();
        try
        {
            using var found = RecognizedContent.Read(copy, MostBlocks);
            if (found.Kind == ContentKind.Pem)
            {
                return PemContent.Describe(found.Blocks, DecodeAdvice, JoinAdvice, DescribeInside);
            }

            return !ReferenceEquals(found.Bytes, copy) && found.Bytes.Length >= Shortest && found.Bytes[0] == DerTag.Sequence
                ? found.Kind is ContentKind.Pfx or ContentKind.Asn1
                    ? ("it is a PFX in base64 text.", DecodeAdvice) : DescribeInside("base64", found.Bytes)
                : DescribePlain(content);
        }
        finally
        {
            SecretBytes.Zero(copy);
        }
    }

    private static (string WhatItIs, string Advice) DescribeInside(string form, byte[] bytes)
    {
        var (whatItIs, advice) = Describe(ContentRecognizer.Recognize(bytes), bytes);
        return ($"it is {form} text, and {whatItIs}", advice);
    }

    private static (string WhatItIs, string Advice) DescribePlain(ReadOnlySpan<byte> content) =>
        ContentRecognizer.HasUtf16Mark(content) ? (
            "it is UTF-16 text.", "Writing binary content through a text command damages it; copy the file in binary form.")
        : ContentRecognizer.IsBase64OfSequence(content) ? ("it is base64 text, which breaks off.", "Copy it again completely.")
        : ContentRecognizer.IsText(content) ? ("it is text.", CheckAdvice)
        : ("it does not begin as one.", CheckAdvice);

    private static bool HasMarkBeforePfx(ReadOnlySpan<byte> content)
    {
        var body = ContentRecognizer.WithoutUtf8Mark(content);
        return body.Length < content.Length && ContentRecognizer.Recognize(body) == ContentKind.Pfx;
    }

    // CertificationRequestInfo of RFC 2986 section 4.1 begins with the version 0 and a name, whose members are SETs; the serial
    // number of a certificate of version 1 is followed by an algorithm.
    private static bool IsRequest(ReadOnlySpan<byte> content)
    {
        try
        {
            var info = new DerReader(content.ToArray()).EnterSequence().EnterSequence();
            if (!info.NextIs(DerTag.Integer) || info.ReadCount() != 0)
            {
                return false;
            }

            var name = info.EnterSequence();
            return name.IsEmpty || name.NextIs(DerTag.Set);
        }
        catch (DerException)
        {
            return false;
        }
    }
}
