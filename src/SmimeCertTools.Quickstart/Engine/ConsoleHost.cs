using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace SmimeCertTools.Quickstart.Engine;

/// <summary>A PowerShell host that shows what the sample writes on this console and never asks anything.</summary>
internal sealed class ConsoleHost : PSHost
{
    private readonly ConsoleUserInterface _userInterface = new();

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "SmimeCertTools.Quickstart";

    public override Version Version => typeof(ConsoleHost).Assembly.GetName().Version!;

    public override PSHostUserInterface UI => _userInterface;

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override void EnterNestedPrompt() => throw new NotSupportedException("The quickstart asks nothing.");

    public override void ExitNestedPrompt() => throw new NotSupportedException("The quickstart asks nothing.");

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    public override void SetShouldExit(int exitCode)
    {
    }
}
