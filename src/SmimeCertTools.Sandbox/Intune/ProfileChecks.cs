using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>What is asked of profiles beyond their schema.</summary>
internal static class ProfileChecks
{
    public static void Check(StructuredType type, JsonObject values, List<string> problems)
    {
        if ((string?)values["trustedRootCertificate"] is { } certificate && !IsCertificate(certificate))
        {
            problems.Add("trustedRootCertificate is no X.509 certificate in DER");
        }

        var apps = values["silentCertificateAccessDetails"] as JsonArray;
        var isForApps = (string?)values["certificateAccessType"] == "specificApps";
        if (isForApps && apps is not { Count: > 0 })
        {
            problems.Add("silentCertificateAccessDetails is empty, but certificateAccessType is specificApps");
        }
        else if (!isForApps && apps is { Count: > 0 })
        {
            problems.Add("silentCertificateAccessDetails is for the certificateAccessType specificApps only");
        }
    }

    private static bool IsCertificate(string base64)
    {
        try
        {
            var bytes = Convert.FromBase64String(base64);
            using var certificate = X509CertificateLoader.LoadCertificate(bytes);
            return certificate.RawData.AsSpan().SequenceEqual(bytes);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
