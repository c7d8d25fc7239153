using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Gives access to the key storage providers of the machine.</summary>
public static class KeyStorage
{
    // Per flow of execution, so that tests that run side by side do not see each other's.
    private static readonly AsyncLocal<IKeyStorage?> Substituted = new();

    /// <summary>
    /// The key storage of this machine. On other systems than Windows it is one whose every call fails with
    /// <see cref="KeyProtectionErrorKind.KeyStorageUnavailable"/> and says what to do instead.
    /// </summary>
    public static IKeyStorage ForThisPlatform() => Substituted.Value
        ?? (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? new ConnectorKeyStorage(new WindowsKeyProviders()) : new UnsupportedKeyStorage());

    /// <summary>
    /// Gives out <paramref name="storage"/> instead, in this flow of execution and in what it starts, until the result is
    /// disposed of.
    /// </summary>
    internal static IDisposable Substitute(IKeyStorage storage)
    {
        var substitution = new Substitution(Substituted.Value);
        Substituted.Value = storage;
        return substitution;
    }

    private sealed class Substitution(IKeyStorage? former) : IDisposable
    {
        public void Dispose() => Substituted.Value = former;
    }
}
