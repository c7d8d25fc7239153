using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>What a profile says of S/MIME in a mail client.</summary>
internal static class MailClientSettings
{
    /// <summary>The navigation of an e-mail profile to the profile of signing certificates.</summary>
    public const string SigningBinding = "smimeSigningCertificate";

    /// <summary>The navigation of an e-mail profile to the profile of encryption certificates; iOS alone has it.</summary>
    public const string EncryptionBinding = "smimeEncryptionCertificate";

    private const string Enabled = "com.microsoft.outlook.Mail.SMIMEEnabled";

    /// <summary>
    /// Whether the profile turns S/MIME on in a mail client; null for a profile that is not about a mail client, or says nothing
    /// of S/MIME.
    /// </summary>
    public static bool? IsOn(DeployedProfile profile) => profile.Kind switch
    {
        SmimeProfileKind.Email => EmailIsOn(profile),
        SmimeProfileKind.OutlookDevices or SmimeProfileKind.OutlookApps => Setting(profile.Profile.Json, Enabled),
        _ => null,
    };

    /// <summary>Whether an e-mail profile has a use for certificates: then S/MIME was meant.</summary>
    private static bool? EmailIsOn(DeployedProfile profile)
    {
        var json = profile.Profile.Json;
        return json["requireSmime"] is JsonValue required && required.TryGetValue<bool>(out var isOn) && isOn ? true
            : profile.Bindings.ValueOrDefault?.Any(binding => binding.Navigation is SigningBinding or EncryptionBinding) == true
                ? false
                : null;
    }

    private static bool? Setting(JsonObject json, string key) => Items(json)
        .Where(item => string.Equals(item.Key, key, StringComparison.OrdinalIgnoreCase))
        .Select(item => (bool?)item.IsTrue).LastOrDefault();

    private static IEnumerable<(string Key, bool IsTrue)> Items(JsonObject json)
    {
        foreach (var (list, holder) in new[]
        {
            ("settings", json), ("customSettings", json),
            ("managedProperty", ManagedPayload.Parse(json.Text("payloadJson")) ?? []),
        })
        {
            var form = AppSettingMerge.FormOf(list);
            foreach (var item in holder[list] is JsonArray items ? form.ItemsIn(items) : [])
            {
                yield return (item.Text(form.Key) ?? string.Empty, form.ValueMembers(item).Any(name => IsTrue(item[name])));
            }
        }

        foreach (var (key, value) in json.Text("encodedSettingXml") is { Length: > 0 } xml
            ? AppPropertyList.Parse(xml)?.Values() ?? [] : [])
        {
            yield return (key, value.Equals("true", StringComparison.OrdinalIgnoreCase));
        }
    }

    private static bool IsTrue(JsonNode? value) => value is JsonValue single
        && (single.TryGetValue<bool>(out var isTrue) ? isTrue
            : string.Equals(single.Text(), "true", StringComparison.OrdinalIgnoreCase));
}
