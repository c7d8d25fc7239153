using System.Collections.Generic;

namespace SmimeCertTools.Help;

/// <summary>A parameter's heading, description and yaml block.</summary>
/// <param name="Name">The name without dash.</param>
/// <param name="Description">What it means.</param>
/// <param name="Metadata">The yaml block.</param>
public sealed record ParameterHelp(string Name, IReadOnlyList<string> Description, ParameterMetadata Metadata)
{

    /// <summary>How the parameter takes part in <paramref name="parameterSet"/>; null when it does not.</summary>
    public ParameterSetUse? UseIn(string parameterSet) =>
        Metadata.ParameterSets.Find(use => use.Name == ParameterSetUse.All || use.Name == parameterSet);
}

/// <summary>The yaml block of a parameter. The members' names are the block's keys.</summary>
public sealed class ParameterMetadata
{
    /// <summary>The .NET type's full name, an array with <c>[]</c>.</summary>
    public string Type { get; set; } = string.Empty;

    /// <summary>The default; empty when there is none.</summary>
    public string DefaultValue { get; set; } = string.Empty;

    /// <summary>Whether * and ? are expanded.</summary>
    public bool SupportsWildcards { get; set; }

    /// <summary>Other names.</summary>
    public List<string> Aliases { get; set; } = [];

    /// <summary>In which parameter sets it is, and how.</summary>
    public List<ParameterSetUse> ParameterSets { get; set; } = [];

    /// <summary>Whether completion hides it.</summary>
    public bool DontShow { get; set; }

    /// <summary>The values it takes; empty when they are not a fixed set.</summary>
    public List<string> AcceptedValues { get; set; } = [];

    /// <summary>What the prompt for a missing mandatory value says.</summary>
    public string HelpMessage { get; set; } = string.Empty;
}

/// <summary>How a parameter takes part in a parameter set.</summary>
public sealed class ParameterSetUse
{
    /// <summary>The name that stands for every parameter set.</summary>
    public const string All = "(All)";

    /// <summary>The position that stands for none.</summary>
    public const string Named = "Named";

    /// <summary>The parameter set, or <see cref="All"/>.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>A number from 0, or <see cref="Named"/>.</summary>
    public string Position { get; set; } = Named;

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; set; }

    /// <summary>Whether it takes a whole pipeline object.</summary>
    public bool ValueFromPipeline { get; set; }

    /// <summary>Whether it takes the pipeline object's property of its name.</summary>
    public bool ValueFromPipelineByPropertyName { get; set; }

    /// <summary>Whether it takes all that is left of the command line.</summary>
    public bool ValueFromRemainingArguments { get; set; }
}
