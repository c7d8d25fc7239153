using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Formats;

namespace SmimeCertTools.Core.Pfx;

/// <summary>
/// Says what stands in PEM blocks (RFC 7468) in place of a PFX. Their content counts for more than their labels.
/// </summary>
internal static class PemContent
{
    /// <summary>What the blocks hold, and what to do.</summary>
    /// <param name="blocks">At least one.</param>
    /// <param name="decodeAdvice">How to take the armour off.</param>
    /// <param name="joinAdvice">How to make a PFX of a key and its certificate.</param>
    /// <param name="describe">What other content is.</param>
    public static (string WhatItIs, string Advice) Describe(IReadOnlyList<RecognizedBlock> blocks, string decodeAdvice,
        string joinAdvice, Func<string, byte[], (string WhatItIs, string Advice)> describe)
    {
        // certutil -encode writes "CERTIFICATE" whatever is in it.
        if (blocks.Any(block => block.Kind == ContentKind.Pfx || block.Label is "PKCS12" or "PFX"))
        {
            return ("it is a PFX in PEM armour.", decodeAdvice);
        }

        var hasKey = blocks.Any(IsKey);
        if (hasKey && blocks.Any(block => block.Label.EndsWith("CERTIFICATE", StringComparison.Ordinal)))
        {
            return ("it is PEM text with a certificate and a private key.",
                "Make a PFX of it, for example with: openssl pkcs12 -export -in FILE -out NEW.pfx.");
        }

        var first = blocks[0];
        if (first.Label.StartsWith("PGP ", StringComparison.Ordinal))
        {
            return ("it is an OpenPGP file, PEM text of another kind: OpenPGP keys are no S/MIME certificates.",
                "Check that it is the right file.");
        }

        if (blocks.Any(block => block.Label is "OPENSSH PRIVATE KEY" or "SSH2 ENCRYPTED PRIVATE KEY"))
        {
            return ("it is a key of SSH, PEM text without a certificate.", "Check that it is the right file.");
        }

        return hasKey ? ("it is PEM text with a private key and no certificate.", joinAdvice)
            : first.Label.EndsWith("CERTIFICATE REQUEST", StringComparison.Ordinal) ? (
                "it is PEM text with a certificate request (.csr), not a certificate.",
                "Let the CA issue the certificate, then export that together with its private key as a PFX file.")
            : first.Label == "X509 CRL" ? ("it is PEM text with a revocation list.", "Check that it is the right file.")
            : first.Bytes is { Length: > 0 } bytes && first.Kind is not (ContentKind.Unknown or ContentKind.Text)
                ? describe("PEM", bytes)
            : ("it is PEM text that breaks off or is damaged.", "Copy it again completely.");
    }

    private static bool IsKey(RecognizedBlock block) =>
        block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)
        && block.Label is not ("OPENSSH PRIVATE KEY" or "SSH2 ENCRYPTED PRIVATE KEY");
}
