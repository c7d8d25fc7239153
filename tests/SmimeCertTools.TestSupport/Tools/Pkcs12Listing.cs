using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>What another program found in a PFX that it opened with the password, integrity check included.</summary>
/// <param name="Thumbprints">SHA-1 of each certificate, 40 upper-case hexadecimal digits, in the program's order.</param>
/// <param name="PrivateKeys">How many private keys it found; with keytool and pk12util only those that have a
/// certificate.</param>
/// <param name="Text">All that the program wrote.</param>
public sealed record Pkcs12Listing(IReadOnlyList<string> Thumbprints, int PrivateKeys, string Text)
{
    /// <summary>The thumbprints of all certificates in a text with PEM blocks.</summary>
    internal static IReadOnlyList<string> ThumbprintsOfPem(string text)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(text);
        try
        {
            return [.. certificates.Select(certificate => certificate.Thumbprint)];
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }

    internal static int Count(string text, string part) => text.Split(part, StringSplitOptions.None).Length - 1;
}
