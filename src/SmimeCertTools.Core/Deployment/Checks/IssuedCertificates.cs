using System;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>What PKCS and SCEP profiles have put into certificates, as far as it matters for mail.</summary>
internal static class IssuedCertificates
{
    private const string AddressVariable = "{{EmailAddress}}";

    /// <summary>
    /// Whether the profile asks for the purpose of e-mail protection. Apple's types leave that to the template.
    /// </summary>
    public static bool HasEmailProtection(DeployedProfile profile) =>
        profile.Profile.Json["extendedKeyUsages"] is JsonArray usages && usages.OfType<JsonObject>().Any(usage =>
            usage.Text("objectIdentifier") == ExtendedKeyUsageEntry.EmailProtection.ObjectIdentifier);

    /// <summary>
    /// Whether the user's e-mail address stands in the subject or a subject alternative name: mail clients match by it.
    /// </summary>
    public static bool HasAddress(DeployedProfile profile)
    {
        var json = profile.Profile.Json;
        var format = json.Text("subjectNameFormat");
        return format is "commonNameIncludingEmail" or "commonNameAsEmail"
            || (format == "custom" && json.Text("subjectNameFormatString")
                ?.IndexOf(AddressVariable, StringComparison.OrdinalIgnoreCase) >= 0)
            || (json.Text("subjectAlternativeNameType") ?? string.Empty).Split(',')
                .Any(name => name.Trim().Equals("emailAddress", StringComparison.OrdinalIgnoreCase))
            || (json["customSubjectAlternativeNames"] is JsonArray names && names.OfType<JsonObject>().Any(name =>
                string.Equals(name.Text("sanType"), "emailAddress", StringComparison.OrdinalIgnoreCase)));
    }
}
