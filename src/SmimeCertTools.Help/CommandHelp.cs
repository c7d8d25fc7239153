using System.Collections.Generic;

namespace SmimeCertTools.Help;

/// <summary>
/// A cmdlet's page. Texts are plain, one string a paragraph; a list or table is one paragraph with line feeds in it.
/// </summary>
/// <param name="Name">The cmdlet.</param>
/// <param name="FrontMatter">The keys above the page, such as <c>HelpUri</c> and <c>external help file</c>.</param>
/// <param name="Synopsis">What it does, in a sentence.</param>
/// <param name="Syntax">How it is called, one entry for each parameter set.</param>
/// <param name="Description">What it does, in full.</param>
/// <param name="Examples">Examples, at least one.</param>
/// <param name="Parameters">The parameters in the page's order, without the common ones.</param>
/// <param name="HasCommonParameters">Whether the page says that the cmdlet has the common parameters.</param>
/// <param name="Inputs">What it takes from the pipeline.</param>
/// <param name="Outputs">What it writes.</param>
/// <param name="Notes">Permissions, errors and the like.</param>
/// <param name="Links">Further reading.</param>
public sealed record CommandHelp(
    string Name, IReadOnlyDictionary<string, string> FrontMatter, string Synopsis, IReadOnlyList<SyntaxHelp> Syntax,
    IReadOnlyList<string> Description, IReadOnlyList<ExampleHelp> Examples, IReadOnlyList<ParameterHelp> Parameters,
    bool HasCommonParameters, IReadOnlyList<TypeHelp> Inputs, IReadOnlyList<TypeHelp> Outputs, IReadOnlyList<string> Notes,
    IReadOnlyList<LinkHelp> Links);

/// <summary>One parameter set of the SYNTAX section.</summary>
/// <param name="Name">The set's name; <c>__AllParameterSets</c> where the cmdlet has no named ones.</param>
/// <param name="IsDefault">Whether the page marks it as the default.</param>
/// <param name="Text">The line as Get-Command -Syntax prints it, without line breaks.</param>
/// <param name="Parameters">The parameters in the order of <paramref name="Text"/>.</param>
public sealed record SyntaxHelp(string Name, bool IsDefault, string Text, IReadOnlyList<string> Parameters);

/// <summary>One example.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Code">What to type: the fenced blocks marked powershell, in one.</param>
/// <param name="Output">What is then shown: the fenced blocks marked output; empty when there are none.</param>
/// <param name="Remarks">What stands after the code.</param>
public sealed record ExampleHelp(string Title, string Code, string Output, IReadOnlyList<string> Remarks);

/// <summary>A type that goes in or comes out.</summary>
/// <param name="Type">The type's full name, or None.</param>
/// <param name="Description">What it stands for.</param>
public sealed record TypeHelp(string Type, IReadOnlyList<string> Description);

/// <summary>A link for further reading.</summary>
/// <param name="Text">What it leads to.</param>
/// <param name="Uri">The address; empty for another help topic.</param>
public sealed record LinkHelp(string Text, string Uri);
