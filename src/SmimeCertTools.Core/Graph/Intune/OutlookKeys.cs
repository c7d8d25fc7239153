using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Tells Outlook's S/MIME configurations from those of other apps and purposes in the same collections.</summary>
internal static class OutlookKeys
{
    private const string Prefix = "com.microsoft.outlook.Mail.SMIME";

    /// <summary>Whether a profile is one for S/MIME: of app configurations only those with a key of Outlook's S/MIME.</summary>
    public static bool IsAboutSmime(IntuneProfile profile) => profile.Kind switch
    {
        ProfileKind.OutlookDevices => HasKey(profile.Json, "settings", "appConfigKey")
            || InXml(profile.Json.Text("encodedSettingXml"))
            || (ManagedPayload.Parse(profile.Json.Text("payloadJson")) is { } payload
                && HasKey(payload, "managedProperty", "key")),
        ProfileKind.OutlookApps => HasKey(profile.Json, "customSettings", "name"),
        _ => true,
    };

    private static bool HasKey(JsonObject json, string list, string member) => json[list] is JsonArray items
        && items.OfType<JsonObject>().Any(item =>
            item.Text(member)?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true);

    private static bool InXml(string? encoded)
    {
        if (string.IsNullOrEmpty(encoded))
        {
            return false;
        }

        try
        {
            var text = Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
            return text.IndexOf(Prefix, StringComparison.OrdinalIgnoreCase) >= 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
