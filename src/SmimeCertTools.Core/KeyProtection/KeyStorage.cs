using System.Runtime.InteropServices;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Gives access to the key storage providers of the machine.</summary>
public static class KeyStorage
{
    /// <summary>
    /// The key storage of this machine. On other systems than Windows it is one whose every call fails with
    /// <see cref="KeyProtectionErrorKind.KeyStorageUnavailable"/> and says what to do instead.
    /// </summary>
    public static IKeyStorage ForThisPlatform() =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? new WindowsKeyStorage() : new UnsupportedKeyStorage();
}
