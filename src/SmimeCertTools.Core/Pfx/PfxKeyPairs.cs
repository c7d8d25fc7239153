using System;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Chooses the key pair to deliver from an opened PFX.</summary>
public static class PfxKeyPairs
{
    /// <summary>The one key pair of <paramref name="contents"/>.</summary>
    /// <exception cref="PfxException">
    /// There is none (<see cref="PfxErrorKind.NoCertificate"/>, <see cref="PfxErrorKind.NoPrivateKey"/>,
    /// <see cref="PfxErrorKind.KeyMismatch"/>) or there are several (<see cref="PfxErrorKind.MultipleKeyPairs"/>).
    /// </exception>
    public static PfxKeyPair Single(PfxContents contents, string? path) => throw new NotImplementedException();
}
