using System;
using System.Globalization;
using System.Management.Automation.Host;

namespace SmimeCertTools.TestSupport.Shell;

/// <summary>A host without a console: it keeps what it is given to show and answers from <see cref="HostAnswers"/>.</summary>
public sealed class CapturingHost(int width, HostAnswers answers) : PSHost
{
    private readonly CapturingUserInterface ui = new(width, answers);

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.GetCultureInfo("en-US");

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.GetCultureInfo("en-US");

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override string Name => "CapturingHost";

    /// <inheritdoc/>
    public override PSHostUserInterface UI => ui;

    /// <inheritdoc/>
    public override Version Version { get; } = new(1, 0);

    /// <summary>Returns what was shown since the last call, line ends as "\n".</summary>
    public string TakeText() => ui.TakeText();

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new HostException("A nested prompt was asked for; this host has none.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new HostException("A nested prompt was left; this host has none.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode)
    {
    }
}
