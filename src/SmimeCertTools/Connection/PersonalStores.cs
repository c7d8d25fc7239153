using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.Connection;

/// <summary>The personal certificate stores: the current user's, then the computer's where the system has one.</summary>
internal static class PersonalStores
{
    /// <summary>All certificates; the caller disposes of each.</summary>
    public static IReadOnlyList<X509Certificate2> Read()
    {
        var certificates = new List<X509Certificate2>();
        foreach (var location in new[] { StoreLocation.CurrentUser, StoreLocation.LocalMachine })
        {
            using var store = new X509Store(StoreName.My, location);
            try
            {
                store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            }
            catch (CryptographicException)
            {
                // The store does not exist, as the computer's on Linux, or may not be read.
                continue;
            }

            foreach (var certificate in store.Certificates)
            {
                certificates.Add(certificate);
            }
        }

        return certificates;
    }
}
