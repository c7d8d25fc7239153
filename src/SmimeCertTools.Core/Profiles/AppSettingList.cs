using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace SmimeCertTools.Core.Profiles;

/// <summary>Compares the settings of an iOS app with the property list that the configuration may hold instead.</summary>
internal static class AppSettingList
{
    /// <summary>Whether a property list says the same as settings.</summary>
    /// <param name="settings">Items of appConfigurationSettingItem.</param>
    /// <param name="encodedXml">The property list or its dict, base64 of XML.</param>
    public static bool Same(JsonArray? settings, string encodedXml) =>
        settings is not null && Read(encodedXml) is { } values
        && values.Count == settings.Count
        && settings.OfType<JsonObject>().All(setting =>
            values.TryGetValue((string?)setting["appConfigKey"] ?? string.Empty, out var value)
            && value.Kind == (string?)setting["appConfigKeyType"]
            && string.Equals(value.Text, (string?)setting["appConfigKeyValue"],
                value.Kind == "booleanType" ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));

    private static Dictionary<string, (string Kind, string Text)>? Read(string encodedXml)
    {
        try
        {
            // Property lists name a document type; nothing is fetched for it.
            var options = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };
            using var text = new StringReader(Encoding.UTF8.GetString(Convert.FromBase64String(encodedXml)).TrimStart('\uFEFF'));
            using var reader = XmlReader.Create(text, options);
            var root = XDocument.Load(reader).Root!;
            var dictionary = root.Name.LocalName == "dict" ? root : root.Element("dict");
            var elements = dictionary?.Elements().ToList() ?? [];
            var values = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
            for (var i = 0; i + 1 < elements.Count; i += 2)
            {
                values[elements[i].Value] = elements[i + 1].Name.LocalName switch
                {
                    "true" => ("booleanType", "true"),
                    "false" => ("booleanType", "false"),
                    "integer" => ("integerType", elements[i + 1].Value),
                    "real" => ("realType", elements[i + 1].Value),
                    "string" => ("stringType", elements[i + 1].Value),
                    var other => (other, elements[i + 1].Value),
                };
            }

            return values;
        }
        catch (Exception e) when (e is FormatException or XmlException)
        {
            return null;
        }
    }
}
