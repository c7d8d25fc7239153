using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// The property list that an iOS app configuration may have instead of settings: a dict, alone or in a plist, as XML in base64.
/// What is wanted is put into it; all else stays, with its layout.
/// </summary>
internal sealed class AppPropertyList(XDocument document, XElement dictionary)
{
    // Property lists name a document type and have no entities of their own.
    private const int MostEntityCharacters = 1024;

    private readonly List<ProfileDifference> _differences = [];

    /// <summary>The keys that differed.</summary>
    public IReadOnlyList<ProfileDifference> Differences => _differences;

    /// <summary>Reads a property list; null for what is none.</summary>
    public static AppPropertyList? Parse(string encoded)
    {
        try
        {
            // Nothing is fetched for the document type.
            var options = new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Parse,
                XmlResolver = null,
                MaxCharactersFromEntities = MostEntityCharacters,
            };
            using var stream = new MemoryStream(Convert.FromBase64String(encoded));
            using var reader = XmlReader.Create(stream, options);
            var list = XDocument.Load(reader, LoadOptions.PreserveWhitespace);
            var root = list.Root!;
            var found = root.Name.LocalName == "dict" ? root
                : root.Elements().FirstOrDefault(element => element.Name.LocalName == "dict");
            return found is null ? null : new AppPropertyList(list, found);
        }
        catch (Exception e) when (e is FormatException or XmlException)
        {
            return null;
        }
    }

    /// <summary>Puts settings into the list.</summary>
    /// <param name="settings">Items of appConfigurationSettingItem: Booleans and texts.</param>
    public void Put(JsonArray settings)
    {
        foreach (var setting in settings.OfType<JsonObject>())
        {
            Put(setting.Text("appConfigKey")!,
                setting.Text("appConfigKeyType") == "booleanType", setting.Text("appConfigKeyValue")!);
        }
    }

    /// <summary>Whether a key that begins so is in the list.</summary>
    public bool HasKey(string prefix) =>
        Keys().Any(key => key.Value.Trim().StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>The keys with their values as text, in their order.</summary>
    public IReadOnlyList<(string Key, string Value)> Values() =>
        [.. Keys().Select(key => (key.Value.Trim(), ValueOf(key) is { HasElements: true } nested
            ? string.Join(" ", nested.Descendants().Where(item => !item.HasElements).Select(Show)) : Show(ValueOf(key))))];

    /// <summary>The list as it is sent.</summary>
    public string Encode()
    {
        // Whatever its encoding was, it is UTF-8 now, which a declaration need not say.
        var declaration = document.Declaration is { } written
            ? $"<?xml version=\"{written.Version ?? "1.0"}\"{(written.Encoding is null ? "" : " encoding=\"UTF-8\"")}?>\n"
            : string.Empty;
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(declaration + document.ToString(SaveOptions.DisableFormatting)));
    }

    private void Put(string key, bool isBoolean, string value)
    {
        var found = Keys().Where(item => item.Value.Trim().Equals(key, StringComparison.OrdinalIgnoreCase)).ToList();
        var space = dictionary.Name.Namespace;
        var element = isBoolean ? new XElement(space + value) : new XElement(space + "string", value);

        // As in lists of settings: a key with another spelling beside the right one keeps it.
        var holder = found.Find(item => item.Value == key) ?? found.FirstOrDefault();
        var wrong = found.Where(item => (item == holder && item.Value != key) || !IsSame(element, ValueOf(item))).ToList();
        if (found.Count > 0 && wrong.Count == 0)
        {
            return;
        }

        _differences.Add(new ProfileDifference($"encodedSettingXml[{key}]", value,
            found.Count == 0 ? ProfileMembers.Nothing : string.Join(", ", wrong.Select(item => Show(ValueOf(item))))));
        if (found.Count == 0)
        {
            dictionary.Add(new XElement(space + "key", key), element);
        }

        foreach (var item in wrong)
        {
            var old = ValueOf(item);
            if (item == holder)
            {
                item.Value = key;
            }

            if (old is null)
            {
                item.AddAfterSelf(element);
            }
            else
            {
                old.ReplaceWith(new XElement(element));
            }
        }
    }

    private IEnumerable<XElement> Keys() => dictionary.Elements().Where(element => element.Name.LocalName == "key");

    private static XElement? ValueOf(XElement key) =>
        key.ElementsAfterSelf().FirstOrDefault() is { } next && next.Name.LocalName != "key" ? next : null;

    private static bool IsSame(XElement wanted, XElement? value) => value is not null
        && value.Name.LocalName == wanted.Name.LocalName
        && string.Equals(value.Value.Trim(), wanted.Value, StringComparison.OrdinalIgnoreCase);

    private static string Show(XElement? value) => value is null ? ProfileMembers.Nothing
        : value.Name.LocalName is "true" or "false" ? value.Name.LocalName
        : $"{value.Value} ({value.Name.LocalName})";
}
