using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace SmimeCertTools.Help;

/// <summary>Writes cmdlets' help in MAML, the form that Get-Help reads for compiled cmdlets.</summary>
internal static class MamlWriter
{
    private const string SwitchType = "SwitchParameter";
    private static readonly XNamespace Msh = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The file's text: UTF-8, line feeds, cmdlets in the order given.</summary>
    /// <param name="commands">The pages.</param>
    /// <param name="address">Where the repository can be seen; empty for nowhere: Get-Help -Online then says so.</param>
    public static string Write(IEnumerable<CommandHelp> commands, string address)
    {
        using var text = new Utf8StringWriter();
        var settings = new XmlWriterSettings
        {
            Indent = true,
            IndentChars = "  ",
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.None,
        };
        using (var xml = XmlWriter.Create(text, settings))
        {
            new XElement(Msh + "helpItems",
                new XAttribute("schema", "maml"),
                new XAttribute(XNamespace.Xmlns + "maml", Maml),
                new XAttribute(XNamespace.Xmlns + "command", Command),
                new XAttribute(XNamespace.Xmlns + "dev", Dev),
                new XAttribute("xmlns", Msh),
                commands.Select(help => CommandOf(help, address))).Save(xml);
        }

        return text + "\n";
    }

    private static XElement CommandOf(CommandHelp help, string address) => new(Command + "command",
        new XElement(Command + "details",
            new XElement(Command + "name", help.Name),
            new XElement(Command + "verb", help.Name.Split('-', 2)[0]),
            new XElement(Command + "noun", help.Name.Split('-', 2)[^1]),
            Texts(Maml + "description", [help.Synopsis])),
        Texts(Maml + "description", help.Description),
        new XElement(Command + "syntax", help.Syntax.Select(set => new XElement(Command + "syntaxItem",
            new XElement(Maml + "name", help.Name),
            set.Parameters.Select(name => help.Parameters.First(candidate => candidate.Name == name))
                .Select(parameter => ParameterOf(parameter, parameter.UseIn(set.Name)!, inSyntax: true))))),
        new XElement(Command + "parameters",
            help.Parameters.Select(parameter => ParameterOf(parameter, Merge(parameter), inSyntax: false))),
        new XElement(Command + "inputTypes", help.Inputs.Select(type => TypeOf("inputType", type))),
        new XElement(Command + "returnValues", help.Outputs.Select(type => TypeOf("returnValue", type))),
        new XElement(Maml + "alertSet", Texts(Maml + "alert", help.Notes)),
        new XElement(Command + "examples", help.Examples.Select(ExampleOf)),
        new XElement(Command + "relatedLinks", LinksOf(help, address)));

    private static XElement ParameterOf(ParameterHelp parameter, ParameterSetUse use, bool inSyntax)
    {
        ParameterMetadata metadata = parameter.Metadata;
        string type = ShortTypeName(metadata.Type);
        bool isArray = type.EndsWith("[]", StringComparison.Ordinal);
        return new XElement(Command + "parameter",
            new XAttribute("required", use.IsRequired),
            new XAttribute("variableLength", isArray),
            new XAttribute("globbing", metadata.SupportsWildcards),
            new XAttribute("pipelineInput", PipelineInput(use)),
            new XAttribute("position", use.Position == ParameterSetUse.Named ? "named" : use.Position),
            new XAttribute("aliases", metadata.Aliases.Count == 0 ? "none" : string.Join(", ", metadata.Aliases)),
            new XElement(Maml + "name", parameter.Name),

            // Get-Help shows a parameter's description from the list of parameters alone.
            inSyntax ? null : Texts(Maml + "description", parameter.Description),
            inSyntax && metadata.AcceptedValues.Count > 0
                ? new XElement(
                    Command + "parameterValueGroup", metadata.AcceptedValues.Select(value => ValueOf(value, isArray: false)))
                : null,
            inSyntax && type == SwitchType ? null : ValueOf(type, isArray, isRequired: type != SwitchType),
            new XElement(Dev + "type", new XElement(Maml + "name", metadata.Type), new XElement(Maml + "uri")),
            new XElement(Dev + "defaultValue", metadata.DefaultValue.Length == 0 ? "None" : metadata.DefaultValue));
    }

    private static XElement ValueOf(string value, bool isArray, bool isRequired = true) => new(
        Command + "parameterValue", new XAttribute("required", isRequired), new XAttribute("variableLength", isArray), value);

    private static XElement TypeOf(string element, TypeHelp type) => new(Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", type.Type)),
        Texts(Maml + "description", type.Description));

    private static XElement ExampleOf(ExampleHelp example) => new(Command + "example",
        new XElement(Maml + "title", $"--- {example.Title} ---"),
        new XElement(Maml + "introduction"),
        new XElement(Dev + "code", example.Output.Length == 0 ? example.Code : example.Code + "\n\n" + example.Output),

        // Get-Help writes the title of the next example right below the last paragraph.
        Texts(Dev + "remarks", [.. example.Remarks, string.Empty]));

    private static IEnumerable<XElement> LinksOf(CommandHelp help, string address)
    {
        var online = $"{address.TrimEnd('/')}/blob/main/{HelpGenerator.PagesFolder}/{help.Name}.md";
        return (address.Length == 0 ? help.Links : help.Links.Prepend(new LinkHelp("Online Version:", online)))
            .Select(link => new XElement(Maml + "navigationLink",
                new XElement(Maml + "linkText", link.Text),
                new XElement(Maml + "uri", link.Uri.Length == 0 ? null : link.Uri)));
    }

    private static XElement Texts(XName element, IReadOnlyList<string> paragraphs) =>
        new(element, paragraphs.Select(paragraph => new XElement(Maml + "para", paragraph)));

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

    private sealed class Utf8StringWriter() : StringWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }
}
