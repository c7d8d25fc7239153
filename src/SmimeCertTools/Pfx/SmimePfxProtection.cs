using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Inspection;

namespace SmimeCertTools.Pfx;

/// <summary>How a PFX file is protected.</summary>
public sealed class SmimePfxProtection
{
    internal SmimePfxProtection(PfxInspection inspection)
    {
        var protection = inspection.Protection;
        Integrity = new SmimePfxAlgorithm(protection.MacAlgorithm ?? "None", protection.MacIterations);
        CertificateEncryption = List(protection.CertificateEncryption);
        KeyEncryption = List(protection.KeyEncryption);
        UnopenedParts = List(inspection.UnopenedParts);
        RecipientPartCount = inspection.RecipientParts;
        IsBer = inspection.IsBer;
        TrailingByteCount = inspection.TrailingBytes;
    }

    /// <summary>The integrity check; None without one.</summary>
    public SmimePfxAlgorithm Integrity { get; }

    /// <summary>The encryption of each part with certificates.</summary>
    public SmimePfxAlgorithm[] CertificateEncryption { get; }

    /// <summary>The encryption of each private key.</summary>
    public SmimePfxAlgorithm[] KeyEncryption { get; }

    /// <summary>The encryption of each part that was not opened; it may hold certificates, keys or both.</summary>
    public SmimePfxAlgorithm[] UnopenedParts { get; }

    /// <summary>How many parts are encrypted for a recipient's public key; no password opens them.</summary>
    public int RecipientPartCount { get; }

    /// <summary>Whether the file is written in forms of BER that DER forbids.</summary>
    public bool IsBer { get; }

    /// <summary>How many bytes follow the PFX in the file.</summary>
    public int TrailingByteCount { get; }

    /// <summary>The integrity check and the encryption of each part.</summary>
    public override string ToString()
    {
        var encryption = CertificateEncryption.Concat(KeyEncryption).Concat(UnopenedParts)
            .Select(part => part.ToString()).Distinct();
        return $"integrity {Integrity}; encryption {string.Join("; ", encryption)}";
    }

    private static SmimePfxAlgorithm[] List(IEnumerable<PfxEncryption> encryptions) =>
        [.. encryptions.Select(encryption => new SmimePfxAlgorithm(encryption.Algorithm, encryption.Iterations))];
}

/// <summary>An algorithm that protects a PFX file or a part of it.</summary>
public sealed class SmimePfxAlgorithm
{
    internal SmimePfxAlgorithm(string algorithm, int iterations)
    {
        Algorithm = algorithm;
        Iterations = iterations;
    }

    /// <summary>Its name, such as PBES2 AES-256-CBC (HMAC-SHA256), or its object identifier; None for what is in clear.</summary>
    public string Algorithm { get; }

    /// <summary>Iterations of the key derivation; 0 without one; 2,147,483,647 stands for more too.</summary>
    public int Iterations { get; }

    /// <inheritdoc/>
    public override string ToString() => Iterations == 0
        ? Algorithm
        : string.Format(CultureInfo.InvariantCulture, "{0}, {1:N0} iterations", Algorithm, Iterations);
}
