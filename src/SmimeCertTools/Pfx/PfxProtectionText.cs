using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.Pfx;

namespace SmimeCertTools.Pfx;

/// <summary>Says in a few words how a PFX is protected.</summary>
internal static class PfxProtectionText
{
    /// <summary>
    /// Such as "keys PBES1 3DES-CBC (SHA-1), 2048 iterations; certificates …; integrity HMAC-SHA1, 2048 iterations".
    /// </summary>
    public static string Describe(PfxProtection protection)
    {
        var parts = new List<string>
        {
            "keys " + Describe(protection.KeyEncryption),
            "certificates " + Describe(protection.CertificateEncryption),
            "integrity " + (protection.MacAlgorithm is { } mac ? Describe(mac, protection.MacIterations) : "unchecked"),
        };
        return string.Join("; ", parts);
    }

    private static string Describe(IReadOnlyList<PfxEncryption> encryptions) => encryptions.Count == 0
        ? "None"
        : string.Join(" and ", encryptions.Select(item => Describe(item.Algorithm, item.Iterations)).Distinct());

    private static string Describe(string algorithm, int iterations) => iterations == 0
        ? algorithm
        : string.Format(CultureInfo.InvariantCulture, "{0}, {1} iterations", algorithm, iterations);
}
