using System;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Files with a fixed beginning that lie where a PFX was expected.</summary>
internal static class OtherFiles
{
    private const string UnpackAdvice = "Unpack it first.";
    private const string CheckAdvice = "Check that it is the right file.";

    // CRYPTPROTECT's version and the identifier of its provider, df9d8cd0-1501-11d1-8c7a-00c04fc297eb.
    private static ReadOnlySpan<byte> Dpapi =>
        [0x01, 0, 0, 0, 0xD0, 0x8C, 0x9D, 0xDF, 0x01, 0x15, 0xD1, 0x11, 0x8C, 0x7A, 0x00, 0xC0, 0x4F, 0xC2, 0x97, 0xEB];

    /// <summary>What the content is and what to do; null for nothing of the kind.</summary>
    public static (string WhatItIs, string Advice)? Describe(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? ("it is a gzip file.", UnpackAdvice)
        : content.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) ? ("it is a 7-Zip file.", UnpackAdvice)
        : content.StartsWith("Rar!"u8) ? ("it is a RAR file.", UnpackAdvice)
        : content.StartsWith("MSCF"u8) ? ("it is a cabinet file.", UnpackAdvice)
        : content.StartsWith("BZh"u8) ? ("it is a bzip2 file.", UnpackAdvice)
        : content.Length > 262 && content.Slice(257).StartsWith("ustar"u8) ? ("it is a tar file.", UnpackAdvice)
        : content.StartsWith("%PDF"u8) ? ("it is a PDF file.", CheckAdvice)
        : content.StartsWith("MZ"u8) ? ("it is a program of Windows.", CheckAdvice)
        : content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
            ? ("it is a file of Office or Outlook (.msg).", "Save the attachment from it, and use that.")
        : content.StartsWith((ReadOnlySpan<byte>)[0x4C, 0, 0, 0, 0x01, 0x14, 0x02, 0])
            ? ("it is a shortcut of Windows (.lnk).", "Use the file that it leads to.")
        : content.StartsWith((ReadOnlySpan<byte>)[0, 0, 0, 0, 0x43, 0x45, 0x52, 0x54])
            ? ("it is a serialized certificate store of Windows (.sst), which holds no private keys.",
                "Export the certificate together with its private key as a PFX file.")
        : content.StartsWith(Dpapi)
            ? ("it is encrypted by Windows for one account or machine (DPAPI).",
                "Only that account on that machine can read it: export the certificate there, with its private key, as a PFX.")
        : content.StartsWith("version https://git-lfs.github.com/spec/"u8)
            ? ("it is a pointer of Git LFS, and the file itself was not fetched.", "Fetch it with: git lfs pull.")
        : content.StartsWith("PuTTY-User-Key-File"u8) || content.StartsWith("ssh-"u8) || content.StartsWith("ecdsa-sha2-"u8)
            ? ("it is a key of SSH, text without a certificate.", CheckAdvice)
        : content.StartsWith("Bag Attributes"u8)
            ? null // what openssl pkcs12 prints: PEM blocks follow
        : content.StartsWith("{"u8) || content.StartsWith("[{"u8)
            ? ("it is JSON text, perhaps the answer of a service.",
                "If it has the PFX in base64, as a secret of Azure Key Vault has, decode that value to a file.")
        : content.StartsWith("Return-Path:"u8) || content.StartsWith("Received:"u8) || content.StartsWith("MIME-Version:"u8)
            ? ("it is a mail message.", "Save the attachment from it, and use that.")
        : content.Length > 3 && content[0] == 0x30 && content.Slice(0, Math.Min(content.Length, 64)).IndexOf(Replacement) >= 0
            ? ("a text command has replaced bytes in it (U+FFFD): it is damaged for good.",
                "Copy the original file in binary form, or export the certificate again.")
        : null;

    private static ReadOnlySpan<byte> Replacement => [0xEF, 0xBF, 0xBD];
}
