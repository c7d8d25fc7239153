using System.Collections.Generic;

namespace SmimeCertTools.Core.Certificates;

/// <summary>Names of the purposes in extKeyUsage extensions.</summary>
public static class ExtendedKeyUsages
{
    internal const string AnyPurpose = "2.5.29.37.0";
    internal const string EmailProtection = "1.3.6.1.5.5.7.3.4";

    private static readonly Dictionary<string, string> Names = new()
    {
        [AnyPurpose] = "anyExtendedKeyUsage",
        ["1.3.6.1.5.5.7.3.1"] = "serverAuth",
        ["1.3.6.1.5.5.7.3.2"] = "clientAuth",
        ["1.3.6.1.5.5.7.3.3"] = "codeSigning",
        [EmailProtection] = "emailProtection",
        ["1.3.6.1.5.5.7.3.8"] = "timeStamping",
        ["1.3.6.1.5.5.7.3.9"] = "OCSPSigning",
        ["1.3.6.1.5.5.7.3.17"] = "ipsecIKE",
        ["1.3.6.1.5.5.7.3.36"] = "documentSigning",
        ["1.3.6.1.5.2.3.4"] = "pkinitClientAuth",
        ["1.3.6.1.4.1.311.10.3.4"] = "encryptingFileSystem",
        ["1.3.6.1.4.1.311.10.3.12"] = "msDocumentSigning",
        ["1.3.6.1.4.1.311.20.2.2"] = "smartcardLogon",
        ["1.3.6.1.4.1.311.21.5"] = "keyArchival",
        ["1.3.6.1.4.1.311.67.1.1"] = "bitLocker",
    };

    /// <summary>
    /// The usual name of a purpose, such as emailProtection; <paramref name="identifier"/> itself where it has none.
    /// </summary>
    public static string NameOf(string identifier) =>
        Names.TryGetValue(Guard.NotNull(identifier), out var name) ? name : identifier;
}
