using System;
using System.Collections.Generic;

namespace SmimeCertTools.TestSupport.Shell;

/// <summary>What <see cref="RealPowerShell"/> is to run.</summary>
public sealed record PowerShellScript
{
    /// <summary>The script's text. Either this or <see cref="Path"/>.</summary>
    public string? Text { get; init; }

    /// <summary>The script's file. Either this or <see cref="Text"/>.</summary>
    public string? Path { get; init; }

    /// <summary>Arguments as on a command line: "-Name", "value". No secrets: other users of the machine can read them.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// Variables besides those of this process; a null value takes a variable away. This is the way for secrets.
    /// </summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Folders of modules, in front of those that PowerShell searches anyway.</summary>
    public IReadOnlyList<string> ModulePaths { get; init; } = [];

    /// <summary>Standard input; empty when null.</summary>
    public string? Input { get; init; }

    /// <summary>Its current folder; the private home when null.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>When it is ended with all that it started. Default two minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Called for each line of standard output as it comes, for example to answer a device code. Null: nobody waits.
    /// </summary>
    public Action<string>? OutputLine { get; init; }
}

/// <summary>How a run in <see cref="RealPowerShell"/> ended.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">Standard output: all streams of PowerShell but what it writes to standard error, without colours.</param>
/// <param name="Errors">Standard error.</param>
public sealed record PowerShellOutcome(int ExitCode, string Output, string Errors)
{
    /// <summary>Returns this when the exit code is 0.</summary>
    /// <exception cref="InvalidOperationException">It is another; the message has all that was written.</exception>
    public PowerShellOutcome EnsureSuccess() => ExitCode == 0
        ? this
        : throw new InvalidOperationException($"PowerShell ended with {ExitCode}.\n{Errors}\n{Output}");
}
