using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace SmimeCertTools.Quickstart.Engine;

/// <summary>Writes to the console; colours only where the output is a terminal and NO_COLOR is not set.</summary>
internal sealed class ConsoleUserInterface : PSHostUserInterface
{
    /// <summary>Whether the output is a terminal that may be coloured (https://no-color.org).</summary>
    public static bool UsesColor { get; } =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public override PSHostRawUserInterface RawUI { get; } = new ConsoleRawUserInterface();

    public override bool SupportsVirtualTerminal => UsesColor;

    public override void Write(string value) => Console.Write(GetOutputString(value, UsesColor));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Colored(foregroundColor, value);

    public override void WriteLine(string value) => Console.WriteLine(GetOutputString(value, UsesColor));

    public override void WriteErrorLine(string value) => Colored(ConsoleColor.Red, value + Environment.NewLine);

    public override void WriteWarningLine(string message) => Colored(ConsoleColor.Yellow, "WARNING: " + message + Environment.NewLine);

    public override void WriteVerboseLine(string message) => Console.WriteLine("VERBOSE: " + message);

    public override void WriteDebugLine(string message) => Console.WriteLine("DEBUG: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // The sample's steps take well under a second each; a progress bar would only flicker.
    }

    public override string ReadLine() => throw Unattended();

    public override SecureString ReadLineAsSecureString() => throw Unattended();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw Unattended();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) => throw Unattended();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedTypes, PSCredentialUIOptions options) =>
        throw Unattended();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw Unattended();

    private static NotSupportedException Unattended() => new("The quickstart runs unattended: the sample must not ask.");

    private static void Colored(ConsoleColor color, string text)
    {
        if (!UsesColor)
        {
            Console.Write(text);
            return;
        }

        var former = Console.ForegroundColor;
        Console.ForegroundColor = color;
        Console.Write(text);
        Console.ForegroundColor = former;
    }
}
