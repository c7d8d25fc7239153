using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SmimeCertTools.Package;

/// <summary>
/// The XML that PowerShell reads of a module, without indentation and comments, which are for those who change it: some 150 KB,
/// and one file for each import to read where the sources have one for each kind of object.
/// </summary>
public static class CompactXml
{
    /// <summary>The same document in fewer characters. Text within an element without others stays as it is.</summary>
    /// <exception cref="PackageToolException">It is no XML.</exception>
    public static string Of(string xml) => Written(Parsed(xml));

    /// <summary>
    /// One file of views (PowerShell's Format.ps1xml) with those of all <paramref name="files"/>, in their order.
    /// </summary>
    /// <exception cref="PackageToolException">One is no XML, or holds anything but views.</exception>
    public static string Views(IEnumerable<string> files)
    {
        var views = new XElement("ViewDefinitions");
        foreach (var root in files.Select(file => Parsed(file).Root!))
        {
            if (root.Name != "Configuration" || root.Elements().Any(part => part.Name != "ViewDefinitions"))
            {
                throw new PackageToolException("A file of views holds more than views; they are put together by views alone.");
            }

            views.Add(root.Elements().Elements());
        }

        return Written(new XDocument(new XElement("Configuration", views)));
    }

    private static XDocument Parsed(string xml)
    {
        try
        {
            var document = XDocument.Parse(xml, LoadOptions.PreserveWhitespace);
            document.DescendantNodes().OfType<XComment>().Remove();
            document.DescendantNodes().OfType<XText>().Where(IsBetweenElements).Remove();
            return document;
        }
        catch (XmlException e)
        {
            throw new PackageToolException($"A file of views or help is no XML: {e.Message}");
        }
    }

    private static bool IsBetweenElements(XText text) =>
        string.IsNullOrWhiteSpace(text.Value) && (text.Parent is not { } parent || parent.HasElements);

    private static string Written(XDocument document)
    {
        using var text = new Utf8Text();
        var settings = new XmlWriterSettings { Indent = false, NewLineHandling = NewLineHandling.None };
        using (var writer = XmlWriter.Create(text, settings))
        {
            document.Save(writer);
        }

        return text.ToString();
    }

    // A StringWriter's declaration would say UTF-16.
    private sealed class Utf8Text : StringWriter
    {
        public override Encoding Encoding => new UTF8Encoding(false);
    }
}
