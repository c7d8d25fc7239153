using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// Compares and shows the values of members as they travel: enumerations as strings with their case, flags as names with commas
/// in any order, dates as moments, binary values as bytes.
/// </summary>
internal static class ProfileMembers
{
    /// <summary>What stands for no value.</summary>
    public const string Nothing = "(none)";

    private static readonly HashSet<string> Flags =
        new(StringComparer.Ordinal) { "subjectAlternativeNameType", "sanType", "easServices", "targetedAppManagementLevels" };

    // What the service means by null, besides false, an empty text and an empty list. The first member of each enumeration.
    private static readonly Dictionary<string, string> WhenUnset = new(StringComparer.Ordinal)
    {
        ["signingCertificateType"] = "none",
        ["encryptionCertificateType"] = "none",
        ["authenticationMethod"] = "usernameAndPassword",
        ["certificateAccessType"] = "userApproval",
        ["credentialProviderRoleState"] = "notConfigured",
        ["deploymentChannel"] = "deviceChannel",
        ["destinationStore"] = "computerCertStoreRoot",
        ["durationOfEmailToSync"] = "userDefined",
        ["emailSyncSchedule"] = "userDefined",
        ["profileApplicability"] = "default",
    };

    private static readonly HashSet<string> Binaries = new(StringComparer.Ordinal) { "trustedRootCertificate" };

    // What the service keeps as a set: it may answer in another order.
    private static readonly HashSet<string> Sets = new(StringComparer.Ordinal)
    {
        "roleScopeTagIds", "targetedMobileApps", "customSubjectAlternativeNames", "extendedKeyUsages",
        "silentCertificateAccessDetails",
    };

    /// <summary>Whether a member's values are the same. Of a complex value the members wanted are compared.</summary>
    public static bool AreEqual(string name, JsonNode? wanted, JsonNode? existing) => (wanted, existing) switch
    {
        (null, null) => true,
        (JsonArray { Count: 0 }, null) or (null, JsonArray { Count: 0 }) => true,
        (JsonValue only, null) => IsUnset(name, only),
        (null, JsonValue only) => IsUnset(name, only),
        (JsonArray first, JsonArray second) => AreEqual(name, first, second),
        (JsonObject first, JsonObject second) => AreEqual(first, second),
        (JsonValue first, JsonValue second) => AreEqual(name, first, second),
        _ => false,
    };

    /// <summary>Whether a member is a list that the service keeps as a set.</summary>
    public static bool IsSet(string name) => Sets.Contains(name);

    /// <summary>A value as text, all of it.</summary>
    public static string Show(string name, JsonNode? value) => value switch
    {
        null or JsonArray { Count: 0 } => Nothing,
        JsonValue single when Binaries.Contains(name) => ShowBytes(single),
        JsonValue single when single.GetValueKind() == JsonValueKind.String => single.Text()!,
        JsonArray list => string.Join(", ", list.Select(item => Show(name, item))),
        JsonObject item when item.Text("objectIdentifier") is { } identifier => $"{item.Text("name")} ({identifier})",
        JsonObject item when item.Text("sanType") is { } kind => $"{kind}={item.Text("name")}",
        JsonObject item when item.Text("packageId") is { } package => package,
        _ => value.ToJsonString(),
    };

    private static bool AreEqual(string name, JsonArray wanted, JsonArray existing)
    {
        if (wanted.Count != existing.Count)
        {
            return false;
        }

        if (!Sets.Contains(name))
        {
            return wanted.Zip(existing, (first, second) => AreEqual(name, first, second)).All(same => same);
        }

        var rest = existing.ToList();
        foreach (var item in wanted)
        {
            var index = rest.FindIndex(other => AreEqual(name, item, other));
            if (index < 0)
            {
                return false;
            }

            rest.RemoveAt(index);
        }

        return true;
    }

    private static bool AreEqual(JsonObject wanted, JsonObject existing)
    {
        // A purpose is its identifier; the name beside it is for the eye.
        if (wanted.Text("objectIdentifier") is { } identifier)
        {
            return identifier == existing.Text("objectIdentifier");
        }

        return wanted.All(pair =>
            pair.Key.StartsWith("@", StringComparison.Ordinal) || AreEqual(pair.Key, pair.Value, existing[pair.Key]));
    }

    private static bool AreEqual(string name, JsonValue wanted, JsonValue existing)
    {
        var (first, second) = (wanted.Text(), existing.Text());
        if (first is null || second is null)
        {
            return JsonNode.DeepEquals(wanted, existing);
        }

        if (first == second)
        {
            return true;
        }

        if (Binaries.Contains(name))
        {
            return JsonMembers.Bytes(first) is { } bytes && JsonMembers.Bytes(second) is { } others
                && bytes.AsSpan().SequenceEqual(others);
        }

        if (Flags.Contains(name))
        {
            return Names(first).SetEquals(Names(second));
        }

        return name.EndsWith("DateTime", StringComparison.Ordinal) && Date(first) is { } date && date == Date(second);
    }

    private static bool IsUnset(string name, JsonValue value) => value.GetValueKind() switch
    {
        JsonValueKind.False => true,
        JsonValueKind.String => value.Text() is { } text
            && (text.Length == 0 || (Flags.Contains(name)
                ? text == "none"
                : WhenUnset.TryGetValue(name, out var meant) && text == meant)),
        _ => false,
    };

    private static HashSet<string> Names(string flags) =>
        new(flags.Split(',').Select(name => name.Trim()).Where(name => name.Length > 0), StringComparer.Ordinal);

    private static DateTimeOffset? Date(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    private static string ShowBytes(JsonValue value)
    {
        if (value.Text() is not { } text || JsonMembers.Bytes(text) is not { } bytes)
        {
            return "(unreadable)";
        }

        try
        {
            var certificate = Certificates.CertificateReader.Read(bytes);
            return $"{certificate.Subject} ({certificate.Thumbprint})";
        }
        catch (FormatException)
        {
            return $"{bytes.Length} bytes";
        }
    }
}
