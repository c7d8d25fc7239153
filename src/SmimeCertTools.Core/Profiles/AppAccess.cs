using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Profiles;

/// <summary>Which apps of an Android device owner use a certificate without asking the user.</summary>
internal static class AppAccess
{
    /// <summary>The most apps that Intune takes.</summary>
    public const int MaximumApps = 50;

    // An Android application id: at least two segments of letters, digits and underscores, each beginning with a letter
    // (developer.android.com, "Set the application ID").
    private static readonly Regex Package = new(
        @"\A[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>Adds the members, where the platform has them.</summary>
    /// <exception cref="ProfileException">The apps are wrong.</exception>
    public static void Add(ProfileType type, JsonObject members, SmimeCertificateAccess? access, IReadOnlyList<string> packages)
    {
        if (type.Platform != SmimePlatform.AndroidDeviceOwner)
        {
            return;
        }

        var chosen = access ?? (packages.Count > 0 ? SmimeCertificateAccess.SpecificApps : SmimeCertificateAccess.UserApproval);
        var distinct = packages.Select(Check).Distinct(StringComparer.Ordinal).ToList();
        if (chosen == SmimeCertificateAccess.SpecificApps && distinct.Count == 0)
        {
            throw ProfileErrors.Invalid("AppPackage", "CertificateAccess is SpecificApps, but AppPackage names no app. Name "
                + "at least one.");
        }

        if (chosen != SmimeCertificateAccess.SpecificApps && distinct.Count > 0)
        {
            throw ProfileErrors.Invalid("AppPackage",
                "AppPackage names apps, but CertificateAccess is UserApproval. Leave one out, or use SpecificApps.");
        }

        if (distinct.Count > MaximumApps)
        {
            throw ProfileErrors.Invalid("AppPackage", $"AppPackage names {distinct.Count} apps; Intune takes {MaximumApps} at "
                + "most.");
        }

        members["certificateAccessType"] = ProfileOptions.Wire(chosen, "CertificateAccess");
        members["silentCertificateAccessDetails"] =
            new JsonArray([.. distinct.Select(package => new JsonObject { ["packageId"] = package })]);
    }

    /// <summary>The two options; together they decide over both members.</summary>
    public static IEnumerable<(string Option, bool IsGiven, string[] Members)> Options(
        SmimeCertificateAccess? access, IReadOnlyList<string> packages) =>
    [
        ("CertificateAccess", access is not null,
            packages.Count > 0 ? [] : ["certificateAccessType", "silentCertificateAccessDetails"]),
        ("AppPackage", packages.Count > 0, []),
    ];

    /// <summary>Whether a text is an Android name of dotted segments, as packages and permissions have.</summary>
    public static bool IsDottedName(string text) => Package.IsMatch(text);

    private static string Check(string? package) => package is not null && Package.IsMatch(package.Trim())
        ? package.Trim()
        : throw ProfileErrors.Invalid("AppPackage",
            $"'{package}' is no Android package. Write it as Google Play shows it, such as {OutlookProfile.PackageId}.");
}
