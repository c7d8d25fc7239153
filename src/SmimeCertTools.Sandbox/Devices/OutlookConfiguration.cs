using System;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>Finds the app configuration that turns S/MIME on in a device's Outlook.</summary>
internal sealed class OutlookConfiguration(IDeviceTenant state, DeviceProfiles profiles)
{
    private bool IsIos => profiles.Device.Platform == DevicePlatform.Ios;

    private string AppIdentifier => IsIos ? OutlookApp.IosBundleId : OutlookApp.AndroidPackageId;

    /// <summary>The configuration; null for none.</summary>
    public IntuneEntity? Find() => profiles.AppConfigurations.FirstOrDefault(item => IsForOutlook(item) && TurnsOn(item))
        ?? profiles.ManagedAppConfigurations.FirstOrDefault(item =>
            item.AppIdentifiers.Contains(AppIdentifier, StringComparer.OrdinalIgnoreCase)
            && item.Values["customSettings"] is JsonArray settings
            && settings.Any(setting => IsOn((string?)setting!["name"], (string?)setting["value"])));

    private static bool IsOn(string? key, string? value) =>
        key == OutlookApp.SmimeEnabled && bool.TryParse(value, out var isOn) && isOn;

    // A device administrator's apps take no configuration by the device's management.
    private bool IsForOutlook(IntuneEntity configuration) => configuration.TypeName switch
    {
        "iosMobileAppConfiguration" => IsIos && Targets(configuration, "bundleId", OutlookApp.IosBundleId),
        "androidManagedStoreAppConfiguration" => Targets(configuration, "packageId", OutlookApp.AndroidPackageId)
            && (configuration.Text("profileApplicability"), profiles.Device.Platform) is
                ("default" or "androidWorkProfile", DevicePlatform.AndroidWorkProfile)
                or ("default" or "androidDeviceOwner", DevicePlatform.AndroidDeviceOwner),
        _ => false,
    };

    private bool Targets(IntuneEntity configuration, string member, string identifier) =>
        configuration.Values["targetedMobileApps"] is JsonArray apps && apps.Any(id => identifier.Equals(
            state.MobileApps.Find(id!.ToString())?.Text(member), StringComparison.OrdinalIgnoreCase));

    private static bool TurnsOn(IntuneEntity configuration)
    {
        if (configuration.Text("payloadJson") is { } payload)
        {
            return ManagedConfiguration.Parse(payload)?.Values.Any(pair => IsOn(pair.Key, pair.Value)) == true;
        }

        if (configuration.Text("encodedSettingXml") is { } encoded)
        {
            return IsOnInPropertyList(Encoding.UTF8.GetString(Convert.FromBase64String(encoded)));
        }

        return configuration.Values["settings"] is JsonArray settings
            && settings.Any(setting => IsOn((string?)setting!["appConfigKey"], (string?)setting["appConfigKeyValue"]));
    }

    // A property list: <key>…</key><true/>.
    private static bool IsOnInPropertyList(string xml)
    {
        try
        {
            return XDocument.Parse(xml).Descendants("key").Any(key =>
                key.Value == OutlookApp.SmimeEnabled && key.ElementsAfterSelf().FirstOrDefault()?.Name.LocalName == "true");
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
