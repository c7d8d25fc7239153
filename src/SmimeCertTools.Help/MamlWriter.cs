using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;

namespace SmimeCertTools.Help;

/// <summary>Writes cmdlets' help in MAML, the form that Get-Help reads for compiled cmdlets.</summary>
internal sealed class MamlWriter : IDisposable
{
    private const string Msh = "http://msh";
    private const string Maml = "http://schemas.microsoft.com/maml/2004/10";
    private const string Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private const string Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private const string SwitchType = "SwitchParameter";

    private readonly XmlWriter xml;

    private MamlWriter(XmlWriter xml) => this.xml = xml;

    /// <summary>The file's text: UTF-8, line feeds, cmdlets in the order given.</summary>
    public static string Write(IEnumerable<CommandHelp> commands)
    {
        using var text = new Utf8StringWriter();
        var settings = new XmlWriterSettings
        {
            Indent = true,
            IndentChars = "  ",
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.None,
        };
        using (var writer = new MamlWriter(XmlWriter.Create(text, settings)))
        {
            writer.WriteItems(commands);
        }

        return text + "\n";
    }

    public void Dispose() => xml.Dispose();

    private void WriteItems(IEnumerable<CommandHelp> commands)
    {
        xml.WriteStartElement("helpItems", Msh);
        xml.WriteAttributeString("schema", "maml");
        xml.WriteAttributeString("xmlns", "maml", null, Maml);
        xml.WriteAttributeString("xmlns", "command", null, Command);
        xml.WriteAttributeString("xmlns", "dev", null, Dev);
        foreach (CommandHelp help in commands)
        {
            Element("command", Command, () => WriteCommand(help));
        }

        xml.WriteEndElement();
    }

    private void WriteCommand(CommandHelp help)
    {
        Element("details", Command, () =>
        {
            string[] parts = help.Name.Split('-', 2);
            xml.WriteElementString("name", Command, help.Name);
            xml.WriteElementString("verb", Command, parts[0]);
            xml.WriteElementString("noun", Command, parts[^1]);
            Texts("description", Maml, [help.Synopsis]);
        });
        Texts("description", Maml, help.Description);
        Element("syntax", Command, () => help.Syntax.ToList().ForEach(set => WriteSyntax(help, set)));
        Element("parameters", Command,
            () => help.Parameters.ToList().ForEach(parameter => WriteParameter(parameter, Merge(parameter), inSyntax: false)));
        Element("inputTypes", Command, () => WriteTypes("inputType", help.Inputs));
        Element("returnValues", Command, () => WriteTypes("returnValue", help.Outputs));
        Element("alertSet", Maml, () => Texts("alert", Maml, help.Notes));
        Element("examples", Command, () => help.Examples.ToList().ForEach(WriteExample));
        Element("relatedLinks", Command, () => WriteLinks(help));
    }

    private void WriteSyntax(CommandHelp help, SyntaxHelp set) => Element("syntaxItem", Command, () =>
    {
        xml.WriteElementString("name", Maml, help.Name);
        foreach (string name in set.Parameters)
        {
            ParameterHelp parameter = help.Parameters.First(candidate => candidate.Name == name);
            WriteParameter(parameter, parameter.UseIn(set.Name)!, inSyntax: true);
        }
    });

    private void WriteParameter(ParameterHelp parameter, ParameterSetUse use, bool inSyntax)
    {
        ParameterMetadata metadata = parameter.Metadata;
        string type = ShortTypeName(metadata.Type);
        string isArray = Word(type.EndsWith("[]", StringComparison.Ordinal));
        xml.WriteStartElement("parameter", Command);
        xml.WriteAttributeString("required", Word(use.IsRequired));
        xml.WriteAttributeString("variableLength", isArray);
        xml.WriteAttributeString("globbing", Word(metadata.SupportsWildcards));
        xml.WriteAttributeString("pipelineInput", PipelineInput(use));
        xml.WriteAttributeString("position", use.Position == ParameterSetUse.Named ? "named" : use.Position);
        xml.WriteAttributeString("aliases", metadata.Aliases.Count == 0 ? "none" : string.Join(", ", metadata.Aliases));
        xml.WriteElementString("name", Maml, parameter.Name);
        Texts("description", Maml, parameter.Description);
        if (inSyntax && metadata.AcceptedValues.Count > 0)
        {
            Element("parameterValueGroup", Command, () => metadata.AcceptedValues.ForEach(value => WriteValue(value, "false")));
        }

        if (!inSyntax || type != SwitchType)
        {
            WriteValue(type, isArray, required: type != SwitchType);
        }

        Element("type", Dev, () =>
        {
            xml.WriteElementString("name", Maml, metadata.Type);
            xml.WriteElementString("uri", Maml, string.Empty);
        });
        xml.WriteElementString("defaultValue", Dev, metadata.DefaultValue.Length == 0 ? "None" : metadata.DefaultValue);
        xml.WriteEndElement();
    }

    private void WriteValue(string value, string isArray, bool required = true)
    {
        xml.WriteStartElement("parameterValue", Command);
        xml.WriteAttributeString("required", Word(required));
        xml.WriteAttributeString("variableLength", isArray);
        xml.WriteString(value);
        xml.WriteEndElement();
    }

    private void WriteTypes(string element, IReadOnlyList<TypeHelp> types)
    {
        foreach (TypeHelp type in types)
        {
            Element(element, Command, () =>
            {
                Element("type", Dev, () => xml.WriteElementString("name", Maml, type.Type));
                Texts("description", Maml, type.Description);
            });
        }
    }

    private void WriteExample(ExampleHelp example) => Element("example", Command, () =>
    {
        xml.WriteElementString("title", Maml, $"--- {example.Title} ---");
        Texts("introduction", Maml, []);
        xml.WriteElementString("code", Dev, example.Output.Length == 0 ? example.Code : example.Code + "\n\n" + example.Output);
        Texts("remarks", Dev, example.Remarks);
    });

    private void WriteLinks(CommandHelp help)
    {
        string online = help.FrontMatter["HelpUri"];
        IEnumerable<LinkHelp> links = online.Length == 0 ? help.Links : help.Links.Prepend(
            new LinkHelp("Online Version:", online));
        foreach (LinkHelp link in links)
        {
            Element("navigationLink", Maml, () =>
            {
                xml.WriteElementString("linkText", Maml, link.Text);
                xml.WriteElementString("uri", Maml, link.Uri);
            });
        }
    }

    private void Texts(string element, string space, IReadOnlyList<string> paragraphs) => Element(element, space, () =>
    {
        foreach (string paragraph in paragraphs)
        {
            xml.WriteElementString("para", Maml, paragraph);
        }
    });

    private void Element(string name, string space, Action content)
    {
        xml.WriteStartElement(name, space);
        content();
        xml.WriteEndElement();
    }

    /// <summary>What Get-Help -Parameter says: required only where every set requires it.</summary>
    private static ParameterSetUse Merge(ParameterHelp parameter)
    {
        List<ParameterSetUse> uses = parameter.Metadata.ParameterSets;
        return new ParameterSetUse
        {
            Position = uses.Find(use => use.Position != ParameterSetUse.Named)?.Position ?? ParameterSetUse.Named,
            IsRequired = uses.TrueForAll(use => use.IsRequired),
            ValueFromPipeline = uses.Exists(use => use.ValueFromPipeline),
            ValueFromPipelineByPropertyName = uses.Exists(use => use.ValueFromPipelineByPropertyName),
        };
    }

    private static string PipelineInput(ParameterSetUse use) =>
        (use.ValueFromPipeline, use.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByPropertyName, ByValue)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    /// <summary><c>System.Nullable`1[A.B.C]</c> and <c>A.B.C</c> are shown as <c>C</c>.</summary>
    private static string ShortTypeName(string fullName)
    {
        const string nullable = "System.Nullable`1[";
        string name = fullName.StartsWith(nullable, StringComparison.Ordinal) ? fullName[nullable.Length..^1] : fullName;
        return name[(name.LastIndexOf('.') + 1)..];
    }

    private static string Word(bool value) => value ? "true" : "false";

    private sealed class Utf8StringWriter() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }
}
