using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace SmimeCertTools.Hosting;

/// <summary>
/// A cmdlet's call as text that can be typed again. Nothing secret is in it: of a password only a variable's name is shown.
/// </summary>
internal sealed class CommandText
{
    private static readonly HashSet<string> LeftOut = new(
        PSCmdlet.CommonParameters.Concat(PSCmdlet.OptionalCommonParameters).Where(name => name is not ("WhatIf" or "Confirm")),
        StringComparer.OrdinalIgnoreCase);

    private readonly string _start;
    private readonly List<(string Name, string Text)> _parameters = [];

    /// <param name="cmdlet">The cmdlet, before its first input: its parameters are then those that were given.</param>
    /// <param name="leftOut">Parameters that are of no matter to the next call.</param>
    public CommandText(PSCmdlet cmdlet, params string[] leftOut)
    {
        var statement = cmdlet.StatementOf();
        var own = statement?.PipelineElements.OfType<CommandAst>().FirstOrDefault(
            command => IsOf(command, cmdlet.MyInvocation));
        if (cmdlet.MyInvocation.ExpectingInput)
        {
            var sources = own is null ? [] : statement!.PipelineElements.TakeWhile(element => element != own).ToArray();
            IsComplete = sources.Length > 0 && sources.All(IsHarmless);
            _start = IsComplete ? string.Concat(sources.Select(source => source.Extent.Text.Trim() + " | ")) : "... | ";
        }
        else
        {
            (_start, IsComplete) = (string.Empty, true);
        }

        _start += cmdlet.MyInvocation.MyCommand.Name;
        foreach (var (name, value) in cmdlet.MyInvocation.BoundParameters.Select(pair => (pair.Key, pair.Value)))
        {
            if (!LeftOut.Contains(name) && !leftOut.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                _parameters.Add((name, Argument(name, value, own)));
            }
        }
    }

    /// <summary>Whether it can be typed as it is; else something stands for what cannot be shown.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The call without some of its switches and with others.</summary>
    public string With(string? added = null, string? removed = null) => _start
        + string.Concat(_parameters.Where(one => one.Name != removed && one.Name != added).Select(one => one.Text))
        + (added is null ? string.Empty : $" -{added}");

    /// <summary>The argument of one of its parameters; null where that was not given.</summary>
    public string? Argument(string name) => _parameters.Where(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(one => one.Text.Substring(one.Name.Length + 2).Trim()).FirstOrDefault();

    /// <summary>A text as an argument, in quotes where it needs them.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && text[0] is not ('-' or '@') && text.All(
            character => char.IsLetterOrDigit(character) || ".:/\\_-@~".IndexOf(character) >= 0)
            ? text : "'" + CodeGeneration.EscapeSingleQuotedStringContent(text) + "'";

    private static bool IsOf(CommandAst command, InvocationInfo invocation) =>
        string.Equals(command.GetCommandName(), invocation.InvocationName, StringComparison.OrdinalIgnoreCase);

    // Names, paths, numbers, switches and variables; no blocks, no expressions, and nothing about passwords.
    private static bool IsHarmless(Ast source) => source.FindAll(_ => true, searchNestedScriptBlocks: true).All(node => node
        is CommandAst or StringConstantExpressionAst or ExpandableStringExpressionAst or ConstantExpressionAst
        or VariableExpressionAst or ArrayLiteralAst
        or CommandExpressionAst or CommandParameterAst && !IsAboutPassword(node)) && !IsAboutPassword(source);

    private static bool IsAboutPassword(Ast node) =>
        node.Extent.Text.IndexOf("pass", StringComparison.OrdinalIgnoreCase) >= 0
        || node.Extent.Text.IndexOf("secur", StringComparison.OrdinalIgnoreCase) >= 0;

    private string Argument(string name, object? value, CommandAst? own)
    {
        var given = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (IsSecret(name))
        {
            return $" -{name} {Shown(name, own)}";
        }

        return given switch
        {
            SwitchParameter { IsPresent: true } => $" -{name}",
            SwitchParameter => $" -{name}:$false",
            string text => $" -{name} {Quote(text)}",
            Enum or ValueType => $" -{name} {Quote(Convert.ToString(given, CultureInfo.InvariantCulture)!)}",
            IEnumerable items when Texts(items) is { Count: > 0 } texts => $" -{name} {string.Join(", ", texts.Select(Quote))}",
            null => $" -{name} $null",
            _ => $" -{name} {Shown(name, own)}",
        };
    }

    private static bool IsSecret(string name) =>
        name.IndexOf("Password", StringComparison.OrdinalIgnoreCase) >= 0
        && !name.Equals("PasswordFile", StringComparison.OrdinalIgnoreCase);

    // The items where all of them are texts, names or numbers; null otherwise.
    private static List<string>? Texts(IEnumerable items)
    {
        var all = items.Cast<object?>().Select(item => item is PSObject wrapped ? wrapped.BaseObject : item).ToList();
        return all.TrueForAll(item => item is string or Enum or ValueType)
            ? all.ConvertAll(item => Convert.ToString(item, CultureInfo.InvariantCulture)!) : null;
    }

    // What cannot be written out is called as it was, where a variable held it.
    private string Shown(string name, CommandAst? own)
    {
        var elements = own?.CommandElements ?? (IReadOnlyList<CommandElementAst>)[];
        for (var i = 0; i < elements.Count; i++)
        {
            if (elements[i] is CommandParameterAst parameter && parameter.ParameterName.Length > 0
                && name.StartsWith(parameter.ParameterName, StringComparison.OrdinalIgnoreCase)
                && (parameter.Argument ?? (i + 1 < elements.Count ? elements[i + 1] : null)) is VariableExpressionAst variable
                && !variable.Splatted)
            {
                return variable.Extent.Text;
            }
        }

        IsComplete = false;
        return "...";
    }
}
