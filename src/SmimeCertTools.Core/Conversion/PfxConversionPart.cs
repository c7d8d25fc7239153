using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;

namespace SmimeCertTools.Core.Conversion;

/// <summary>What of a PFX goes into one new file. The <see cref="PfxConversion"/> it came from owns the keys.</summary>
public sealed class PfxConversionPart
{
    internal PfxConversionPart(IReadOnlyList<PfxKeyPair> keyPairs, bool isWhole)
    {
        KeyPairs = keyPairs;
        IsWhole = isWhole;
        Certificates = [.. keyPairs.Select(pair => pair.Certificate)];
    }

    /// <summary>The certificates whose private keys go into it; at least one.</summary>
    public IReadOnlyList<CertificateInfo> Certificates { get; }

    internal IReadOnlyList<PfxKeyPair> KeyPairs { get; }

    /// <summary>Whether it is the whole file, strangers among the certificates included.</summary>
    internal bool IsWhole { get; }
}
