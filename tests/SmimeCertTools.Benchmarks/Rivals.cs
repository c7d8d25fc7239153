using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Pkcs;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Benchmarks;

/// <summary>The ways to open a file.</summary>
internal static class Rivals
{
    // Keys stay in memory, as ours do. macOS knows no ephemeral keys.
    private static readonly X509KeyStorageFlags Flags =
        OperatingSystem.IsMacOS() ? X509KeyStorageFlags.DefaultKeySet : X509KeyStorageFlags.EphemeralKeySet;

    // The defaults, but for the iterations, which are as many as our reader takes.
    private static readonly Pkcs12LoaderLimits Limits = new()
    {
        MacIterationLimit = 10_000_000,
        IndividualKdfIterationLimit = 10_000_000,
        TotalKdfIterationLimit = 40_000_000,
    };

    /// <summary>What the columns compare, in their order.</summary>
    public static IReadOnlyList<(string Name, Action<PfxCase> Run)> All { get; } =
    [
        ("derivations", static file => file.Floor.Run()),
        ("PfxReader", OpenOurs),
        ("LoadPkcs12", OpenByPlatform),
        ("Pkcs12Store", OpenByBouncyCastle),
    ];

    /// <summary>Our reader, which also proves that key and certificate belong together.</summary>
    public static void OpenOurs(PfxCase file)
    {
        using var password = SecretText.Copy(PfxCase.Password);
        using var contents = PfxReader.Open(file.Content, password, PfxCase.Options);
        if (contents.KeyPairs.Count != 1)
        {
            throw new InvalidOperationException("No key pair was found.");
        }
    }

    /// <summary>The platform's loader: the certificate that has a private key.</summary>
    public static void OpenByPlatform(PfxCase file)
    {
        using var certificate = X509CertificateLoader.LoadPkcs12(file.Content, PfxCase.Password, Flags, Limits);
        if (!certificate.HasPrivateKey)
        {
            throw new InvalidOperationException("No private key was found.");
        }
    }

    /// <summary>BouncyCastle's store.</summary>
    public static void OpenByBouncyCastle(PfxCase file)
    {
        var store = new Pkcs12StoreBuilder().Build();
        store.Load(new MemoryStream(file.Content), PfxCase.Password.ToCharArray());
        if (store.Count == 0)
        {
            throw new InvalidOperationException("Nothing was found.");
        }
    }
}
