using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Profiles;

/// <summary>What a PKCS profile says of CA and validity.</summary>
internal static class PkcsIssuance
{
    private const int LeastDays = 5;
    private const int MostDays = 730;
    private const int MostMonths = 24;
    private const int MostYears = 2;

    private static readonly Regex Host = new(
        @"\A[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\z",
        RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static readonly Regex Identifier =
        new(@"\A[0-2](\.(0|[1-9][0-9]*))+\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Adds the CA's host and name and the template.</summary>
    /// <exception cref="ProfileException">One is missing or malformed.</exception>
    public static void AddAuthority(PkcsSettings settings, JsonObject members, List<string> warnings)
    {
        var host = ProfileErrors.Required(settings.CertificationAuthority, nameof(settings.CertificationAuthority));
        var name = ProfileErrors.Required(settings.CertificationAuthorityName, nameof(settings.CertificationAuthorityName));
        var template = ProfileErrors.Required(settings.CertificateTemplateName, nameof(settings.CertificateTemplateName));
        if (host.IndexOf('\\') >= 0)
        {
            throw ProfileErrors.Invalid(nameof(settings.CertificationAuthority),
                $"CertificationAuthority is the host only: split '{host}' at the backslash, and give the rest as "
                    + "CertificationAuthorityName.");
        }

        if (!IsHost(host))
        {
            throw ProfileErrors.Invalid(nameof(settings.CertificationAuthority),
                $"CertificationAuthority '{host}' is no host name. Give the CA's host, such as ca1.contoso.com.");
        }

        if (name.IndexOf('\\') >= 0)
        {
            throw ProfileErrors.Invalid(nameof(settings.CertificationAuthorityName),
                $"CertificationAuthorityName '{name}' has a backslash: give the CA's name without its host.");
        }

        members["certificationAuthority"] = host;
        members["certificationAuthorityName"] = name;
        members["certificateTemplateName"] = template;
        if (host.IndexOf('.') < 0)
        {
            warnings.Add($"CertificationAuthority '{host}' is a short name: connectors resolve the fully qualified one "
                + "everywhere.");
        }

        if (template.IndexOf(' ') >= 0)
        {
            warnings.Add($"CertificateTemplateName '{template}' has a space, as display names do: the CA knows a template by "
                + "its name.");
        }
    }

    /// <summary>Adds validity and renewal.</summary>
    /// <exception cref="ProfileException">One is out of bounds.</exception>
    public static void AddValidity(PkcsSettings settings, JsonObject members)
    {
        var unit = settings.ValidityScale ?? SmimeValidityScale.Years;
        var scale = ProfileOptions.Wire(unit, nameof(settings.ValidityScale));
        var period = settings.ValidityPeriod ?? 1;
        var threshold = settings.RenewalThreshold ?? PkcsSettings.DefaultRenewalThreshold;
        var (least, most) = unit switch
        {
            SmimeValidityScale.Days => (LeastDays, MostDays),
            SmimeValidityScale.Months => (1, MostMonths),
            _ => (1, MostYears),
        };
        if (period < least || period > most)
        {
            throw ProfileErrors.Invalid(nameof(settings.ValidityPeriod),
                $"ValidityPeriod is {period} {scale}; Intune takes 5 days to 24 months. Use {least} to {most} {scale}.");
        }

        if (threshold is < 1 or > 99)
        {
            throw ProfileErrors.Invalid(nameof(settings.RenewalThreshold),
                $"RenewalThreshold is {threshold}. Use 1 to 99 percent; 20 is recommended.");
        }

        members["certificateValidityPeriodScale"] = scale;
        members["certificateValidityPeriodValue"] = period;
        members["renewalThresholdPercentage"] = threshold;
    }

    /// <summary>A dotted object identifier.</summary>
    /// <exception cref="ProfileException">It is none.</exception>
    public static string CheckIdentifier(string? identifier) => identifier is not null && Identifier.IsMatch(identifier)
        ? identifier
        : throw ProfileErrors.Invalid(nameof(PkcsSettings.ExtendedKeyUsage),
            $"'{identifier}' is no object identifier. Write it as dotted numbers, such as 1.3.6.1.5.5.7.3.4.");

    /// <summary>Whether a text is a host name or an IPv4 address.</summary>
    public static bool IsHost(string text) => text.Length <= 253 && Host.IsMatch(text);
}
