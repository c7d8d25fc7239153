using System.Collections.Generic;
using System.Globalization;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>What is asked of app configurations for managed devices beyond their schema.</summary>
internal sealed class AppConfigurationChecks(IntuneEntityStore apps)
{
    public void Check(StructuredType type, JsonObject values, List<string> problems)
    {
        if (values["targetedMobileApps"] is not JsonArray { Count: > 0 } targets)
        {
            problems.Add("targetedMobileApps is empty: a configuration is for at least one app");
        }
        else
        {
            foreach (var id in targets)
            {
                if (apps.Find(id!.ToString()) is null)
                {
                    problems.Add($"targetedMobileApps has {id}, but there is no such app");
                }
            }
        }

        if (type.Name == "androidManagedStoreAppConfiguration")
        {
            CheckPayload((string?)values["payloadJson"], problems);
        }
        else if (values["settings"] is JsonArray { Count: > 0 } settings)
        {
            if ((string?)values["encodedSettingXml"] is { Length: > 0 })
            {
                problems.Add("settings and encodedSettingXml are both set");
            }

            CheckSettings(settings, problems);
        }
    }

    private static void CheckPayload(string? payload, List<string> problems)
    {
        if (payload is not null && ManagedConfiguration.Parse(payload) is null)
        {
            problems.Add("payloadJson is no managed configuration of a productId with a list of managedProperty");
        }
    }

    private static void CheckSettings(JsonArray settings, List<string> problems)
    {
        for (var i = 0; i < settings.Count; i++)
        {
            var (kind, value) = ((string)settings[i]!["appConfigKeyType"]!, (string)settings[i]!["appConfigKeyValue"]!);
            var fits = kind switch
            {
                "booleanType" => bool.TryParse(value, out _),
                "integerType" => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
                "realType" => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
                _ => true,
            };
            if (!fits)
            {
                problems.Add($"settings[{i}].appConfigKeyValue is '{value}', which is no {kind}");
            }
        }
    }
}
