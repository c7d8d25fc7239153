using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Pfx.Inspection;
using SmimeCertTools.Core.Pfx.Writing;
using static SmimeCertTools.Core.Preflight.PreflightSubject;

namespace SmimeCertTools.Core.Preflight;

/// <summary>
/// The file as such: its form, integrity check and encryption. Where an import writes the file anew none of it reaches devices,
/// and most of it is information.
/// </summary>
internal static class FileRules
{
    private const int UsualLimit = 300_000;
    private const int LeastIterations = 1_000;

    private static readonly HashSet<string> Universal = new(StringComparer.Ordinal)
    {
        "None", "PBES1 3DES-CBC (SHA-1)", "PBES1 RC2-40-CBC (SHA-1)", "PBES1 RC2-128-CBC (SHA-1)",
    };

    /// <summary>Tests the file.</summary>
    /// <param name="subject">The file.</param>
    /// <param name="structure">What it tells without a password.</param>
    /// <param name="opened">How what was opened is protected; null when nothing was.</param>
    public static void Check(PreflightSubject subject, PfxStructure structure, PfxProtection? opened)
    {
        var keys = opened?.KeyEncryption ?? structure.Bags.KeyEncryption;
        var all = structure.EncryptedParts.Concat(opened?.CertificateEncryption ?? structure.Bags.CertificateEncryption)
            .Concat(keys).ToList();
        CheckForm(subject, structure);
        CheckKeyInClear(subject, keys);
        CheckWeak(subject, all);
        CheckEncoding(subject, structure.Mac, all);
        CheckIterations(subject, structure.Mac is null ? all : [structure.Mac, .. all]);
    }

    private static void CheckForm(PreflightSubject subject, PfxStructure structure)
    {
        if (structure.TrailingBytes > 0)
        {
            subject.Add(PreflightRules.TrailingBytes,
                $"{Number(structure.TrailingBytes)} bytes follow the end of the PFX in the file.");
        }

        if (structure.IsBer)
        {
            subject.Add(PreflightRules.BerEncoding,
                "The file is written in BER with indefinite lengths or divided strings, which not all devices read.");
        }

        if (structure.RecipientParts > 0)
        {
            subject.Add(PreflightRules.RecipientEncryptedPart,
                "A part of the file is encrypted for a recipient's public key: no password opens it, and it was not tested.");
        }

        if (structure.Mac is null)
        {
            subject.Add(PreflightRules.NoIntegrityCheck,
                "The file has no integrity check: a change in it may go unnoticed, and some devices refuse it.");
        }
    }

    private static void CheckKeyInClear(PreflightSubject subject, IReadOnlyList<PfxEncryption> keys)
    {
        if (keys.Any(key => key.Algorithm == "None"))
        {
            subject.Add(PreflightRules.PrivateKeyInClear,
                "A private key lies in the file unencrypted: whoever can read the file has the key.",
                severity: subject.IsUploadedUnchanged ? SmimeFindingSeverity.Error : null);
        }
    }

    private static void CheckWeak(PreflightSubject subject, List<PfxEncryption> all)
    {
        var weak = Names(all.Where(encryption => IsWeak(encryption.Algorithm)));
        if (weak.Length > 0)
        {
            subject.Add(PreflightRules.WeakEncryption, $"The file uses encryption that can be broken: {weak}.");
        }
    }

    private static void CheckEncoding(PreflightSubject subject, PfxEncryption? mac, List<PfxEncryption> all)
    {
        if (subject.Options.Encryption == SmimePfxEncryption.Aes256Sha256)
        {
            subject.Add(PreflightRules.EncodingNotUniversal,
                "The import would write the file with AES-256, which Android 12, older iOS and Windows Server 2012 R2 and 2016 "
                    + "refuse.", advice: "Use TripleDesSha1 unless all devices are known to open AES-256.");
        }

        var name = mac?.Algorithm ?? string.Empty;
        if (name.StartsWith("PBMAC1", StringComparison.Ordinal))
        {
            subject.Add(PreflightRules.Pbmac1Integrity,
                $"The file's integrity check is {name}, which few programs and hardly any device can check.");
        }

        var rare = Names(all.Where(encryption => IsRare(encryption.Algorithm)));
        if (rare.Length > 0)
        {
            subject.Add(PreflightRules.EncodingRare, $"The file uses encryption that few devices know: {rare}.");
        }

        var newer = all.Where(encryption => IsPbes2Aes(encryption.Algorithm)).ToList();
        var isNewerMac = name.StartsWith("HMAC-SHA", StringComparison.Ordinal) && name != "HMAC-SHA1";
        if (subject.IsUploadedUnchanged && (newer.Count > 0 || isNewerMac))
        {
            subject.Add(PreflightRules.EncodingNotUniversal,
                $"The file uses {(newer.Count > 0 ? Names(newer) : name)}, which Android 12, older iOS and Windows Server 2012 "
                    + "R2 and 2016 refuse, with a misleading word of a wrong password.");
        }
    }

    private static void CheckIterations(PreflightSubject subject, IReadOnlyList<PfxEncryption> all)
    {
        var most = all.Select(encryption => encryption.Iterations).DefaultIfEmpty().Max();
        if (most > UsualLimit)
        {
            subject.Add(PreflightRules.HighIterations,
                $"The file asks for {Number(most)} key derivation iterations; readers with limits refuse more than "
                    + $"{Number(UsualLimit)}, and devices take long.");
        }

        var least = all.Where(encryption => encryption.Algorithm != "None" && encryption.Iterations > 0)
            .Select(encryption => encryption.Iterations).DefaultIfEmpty(int.MaxValue).Min();
        if (least < LeastIterations)
        {
            subject.Add(PreflightRules.LowIterations,
                $"The file protects its content with {Number(least)} key derivation iterations: a short password is quickly "
                    + "found by trying.");
        }
    }

    private static bool IsWeak(string algorithm) =>
        algorithm.Contains("RC4") || algorithm.Contains("RC2-40") || algorithm.Contains("RC2-64") || algorithm.Contains("RC2-32")
        || (algorithm.Contains("DES-CBC") && !algorithm.Contains("3DES"));

    private static bool IsPbes2Aes(string algorithm) =>
        algorithm.StartsWith("PBES2 AES-", StringComparison.Ordinal) && algorithm.Contains("-CBC (HMAC-SHA")
        && !algorithm.Contains("HMAC-SHA3");

    private static bool IsRare(string algorithm) => !Universal.Contains(algorithm) && !IsPbes2Aes(algorithm);

    private static string Names(IEnumerable<PfxEncryption> encryptions) =>
        string.Join(", ", encryptions.Select(encryption => encryption.Algorithm).Distinct());
}
