using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Says whether what a cmdlet writes is only going to be seen on the console, and by nobody else: not by a next command, a
/// variable, a file or a program. PowerShell does not tell; the statements that are being executed, from the cmdlet's to the one
/// that was typed, do. In doubt somebody takes it.
/// </summary>
internal static class OutputDestination
{
    private static readonly string[] Consoles =
        ["ConsoleHost", "Visual Studio Code Host", "Windows PowerShell ISE Host"];

    private static readonly string[] Loops = ["ForEach-Object", "foreach", "%"];

    /// <summary>Whether nothing but the console takes the cmdlet's output.</summary>
    public static bool IsConsoleAlone(this PSCmdlet cmdlet)
    {
        var frames = Runspace.DefaultRunspace?.Debugger?.GetCallStack()?.ToArray() ?? [];
        return Consoles.Contains(cmdlet.Host.Name)
            && IsLast(cmdlet.MyInvocation)
            && frames.Length > 0
            && frames.All(frame => IsShown(frame.Position))

            // The host adds Out-Default to what was typed; who calls PowerShell as a library does not.
            && frames[frames.Length - 1].InvocationInfo is { } typed && typed.PipelineLength == typed.PipelinePosition + 1
            && frames.All(frame => frame.InvocationInfo is { } called && (IsLast(called) || IsSame(called, typed)));
    }

    /// <summary>The statement that the cmdlet stands in; null where PowerShell does not tell.</summary>
    public static PipelineAst? StatementOf(this PSCmdlet cmdlet)
    {
        var frame = Runspace.DefaultRunspace?.Debugger?.GetCallStack()?.FirstOrDefault();
        return frame?.Position is { } position ? Find(position) : null;
    }

    private static bool IsLast(InvocationInfo called) => called.PipelinePosition == called.PipelineLength;

    // The block of a loop is called as what it stands in.
    private static bool IsSame(InvocationInfo one, InvocationInfo other) =>
        ReferenceEquals(one.MyCommand, other.MyCommand)
        && one.PipelineLength == other.PipelineLength && one.PipelinePosition == other.PipelinePosition;

    private static bool IsShown(IScriptExtent? position) =>
        position is not null && Find(position) is { } statement && IsPlain(statement) && IsOutput(statement.Parent);

    private static PipelineAst? Find(IScriptExtent position)
    {
        if (position.StartScriptPosition?.GetFullScript() is not { Length: > 0 } script)
        {
            return null;
        }

        var tree = Parser.ParseInput(script, out _, out _);
        return (PipelineAst?)tree.Find(
            node => node is PipelineAst && node.Extent.StartOffset == position.StartOffset
                && node.Extent.EndOffset == position.EndOffset,
            searchNestedScriptBlocks: true);
    }

    // A command by itself, behind others when it is the cmdlet's own, or a loop over what comes.
    private static bool IsPlain(PipelineAst statement)
    {
        var commands = statement.PipelineElements;
        return commands[commands.Count - 1] is CommandAst last
            && !last.Redirections.Any(one => one.FromStream is RedirectionStream.Output or RedirectionStream.All)
            && commands.Take(commands.Count - 1).All(one => !HasBlock(one))
            && (commands.Count == 1 || !HasBlock(last)
                || Loops.Contains(last.GetCommandName(), StringComparer.OrdinalIgnoreCase));
    }

    // What is called within a block of the pipeline may be on its way to the next command.
    private static bool HasBlock(Ast command) => command.Find(node => node is ScriptBlockExpressionAst, true) is not null;

    // From the statement up to its script: nothing may catch what it writes.
    private static bool IsOutput(Ast? node) => node switch
    {
        null => true,
        ScriptBlockAst => true,
        StatementBlockAst or NamedBlockAst or IfStatementAst or TryStatementAst or CatchClauseAst or LoopStatementAst
            or SwitchStatementAst or ReturnStatementAst => IsOutput(node.Parent),
        _ => false,
    };
}
