using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>Checks scripts in the documentation without running them.</summary>
internal static class HelpScripts
{
    /// <summary>
    /// Fails unless the script parses and names only parameters that the module's cmdlets have, by their full names.
    /// </summary>
    public static void Check(string script, IReadOnlyDictionary<string, CmdletInfo> cmdlets)
    {
        var ast = Parser.ParseInput(script, out _, out var errors);
        Assert.True(errors.Length == 0, $"{string.Join("; ", errors.Select(error => error.Message))} in:\n{script}");
        foreach (var command in ast.FindAll(node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            var name = command.GetCommandName();
            if (name is null || !IsOurs(name))
            {
                continue;
            }

            Assert.True(cmdlets.TryGetValue(name, out var cmdlet), $"There is no cmdlet {name}; it is used in:\n{script}");
            foreach (var parameter in Named(command, ast))
            {
                Assert.True(
                    cmdlet!.Parameters.ContainsKey(parameter) || cmdlet.Parameters.Values.Any(
                        known => known.Aliases.Contains(parameter)),
                    $"{name} has no parameter -{parameter}; it is used in:\n{script}");
            }
        }
    }

    private static bool IsOurs(string name) =>
        (name.Contains("-Smime", StringComparison.OrdinalIgnoreCase) && !IsOfExchange(name))
            || name.EndsWith("-UserCertHistory", StringComparison.OrdinalIgnoreCase)
            || name.Contains("-OutlookSmime", StringComparison.OrdinalIgnoreCase)
            || name.Contains("-Pkcs", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("-TrustedRootProfile", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("-CertificateConnector", StringComparison.OrdinalIgnoreCase);

    private static bool IsOfExchange(string name) => name.EndsWith("-SmimeConfig", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> Named(CommandAst command, Ast script)
    {
        var given = command.CommandElements.OfType<CommandParameterAst>().Select(parameter => parameter.ParameterName);
        var splatted = command.CommandElements.OfType<VariableExpressionAst>().Where(variable => variable.Splatted)
            .SelectMany(variable => Keys(variable.VariablePath.UserPath, script));
        return given.Concat(splatted);
    }

    private static IEnumerable<string> Keys(string variable, Ast script)
    {
        var tables = script.FindAll(node => node is AssignmentStatementAst { Left: VariableExpressionAst left }
                && left.VariablePath.UserPath == variable, searchNestedScriptBlocks: true)
            .SelectMany(node => node.FindAll(inner => inner is HashtableAst, searchNestedScriptBlocks: false))
                .Cast<HashtableAst>().ToList();
        Assert.True(tables.Count > 0, $"@{variable} is splatted, but no table is assigned to it.");
        return tables.SelectMany(table => table.KeyValuePairs).Select(pair => ((StringConstantExpressionAst)pair.Item1).Value);
    }
}
