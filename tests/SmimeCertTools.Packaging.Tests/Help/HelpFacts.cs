using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Help;
using EngineParameter = System.Management.Automation.ParameterMetadata;
using PageParameter = SmimeCertTools.Help.ParameterMetadata;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>What a page must say of a cmdlet's parameters, taken from the cmdlet.</summary>
internal static class HelpFacts
{
    /// <summary>The parameters without the common ones: name to yaml block.</summary>
    public static IReadOnlyDictionary<string, PageParameter> Parameters(CmdletInfo cmdlet)
    {
        var instance = Activator.CreateInstance(cmdlet.ImplementingType)!;
        return cmdlet.Parameters.Values
            .Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name))
            .ToDictionary(parameter => parameter.Name, parameter => Describe(parameter, instance), StringComparer.Ordinal);
    }

    /// <summary>The yaml block, in the order and spelling of PlatyPS.</summary>
    public static string ToYaml(PageParameter parameter)
    {
        var lines = new List<string>
        {
            $"Type: {parameter.Type}",
            $"DefaultValue: {Scalar(parameter.DefaultValue)}",
            $"SupportsWildcards: {Word(parameter.SupportsWildcards)}",
        };
        lines.AddRange(Sequence("Aliases", parameter.Aliases));
        lines.Add("ParameterSets:");
        foreach (var use in parameter.ParameterSets)
        {
            lines.Add($"- Name: {use.Name}");
            lines.Add($"  Position: {use.Position}");
            lines.Add($"  IsRequired: {Word(use.IsRequired)}");
            lines.Add($"  ValueFromPipeline: {Word(use.ValueFromPipeline)}");
            lines.Add($"  ValueFromPipelineByPropertyName: {Word(use.ValueFromPipelineByPropertyName)}");
            lines.Add($"  ValueFromRemainingArguments: {Word(use.ValueFromRemainingArguments)}");
        }

        lines.Add($"DontShow: {Word(parameter.DontShow)}");
        lines.AddRange(Sequence("AcceptedValues", parameter.AcceptedValues));
        lines.Add($"HelpMessage: {Scalar(parameter.HelpMessage)}");
        return string.Join('\n', lines);
    }

    private static PageParameter Describe(EngineParameter parameter, object instance)
    {
        var uses = parameter.Attributes.OfType<ParameterAttribute>().ToList();
        return new PageParameter
        {
            Type = parameter.ParameterType.ToString(),
            DefaultValue = parameter.SwitchParameter ? "False" : DefaultOf(parameter, instance),
            SupportsWildcards = parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            Aliases = [.. parameter.Aliases],
            ParameterSets = [.. parameter.ParameterSets.OrderBy(set => set.Key, StringComparer.Ordinal)
                .Select(set => Use(set.Key, set.Value))],
            DontShow = uses.Exists(use => use.DontShow),
            AcceptedValues = AcceptedValues(parameter),
            HelpMessage = uses.Find(use => !string.IsNullOrEmpty(use.HelpMessage))?.HelpMessage ?? string.Empty,
        };
    }

    // The name of a list's type says nothing of what is in it.
    private static string DefaultOf(EngineParameter parameter, object instance) =>
        instance.GetType().GetProperty(parameter.Name)?.GetValue(instance) switch
        {
            IEnumerable items and not string => string.Join(", ", items.Cast<object>()),
            var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty,
        };

    private static ParameterSetUse Use(string name, ParameterSetMetadata set) => new()
    {
        Name = name == ParameterAttribute.AllParameterSets ? ParameterSetUse.All : name,
        Position = set.Position == int.MinValue ? ParameterSetUse.Named : set.Position.ToString(CultureInfo.InvariantCulture),
        IsRequired = set.IsMandatory,
        ValueFromPipeline = set.ValueFromPipeline,
        ValueFromPipelineByPropertyName = set.ValueFromPipelineByPropertyName,
        ValueFromRemainingArguments = set.ValueFromRemainingArguments,
    };

    private static List<string> AcceptedValues(EngineParameter parameter)
    {
        if (parameter.Attributes.OfType<ValidateSetAttribute>().FirstOrDefault() is { } set)
        {
            return [.. set.ValidValues];
        }

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type.IsEnum ? [.. Enum.GetNames(type)] : [];
    }

    private static IEnumerable<string> Sequence(string key, List<string> values) =>
        values.Count == 0 ? [$"{key}: []"] : values.Select(value => $"- {value}").Prepend($"{key}:");

    private static string Scalar(string value) => value.Length == 0 ? "''" : value;

    private static string Word(bool value) => value ? "true" : "false";
}
