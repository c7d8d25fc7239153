using System.Collections.Generic;
using System.Management.Automation.Host;

namespace SmimeCertTools.TestSupport.Shell;

/// <summary>How a <see cref="HostedShell"/> is set up.</summary>
public sealed record HostedShellOptions
{
    /// <summary>Width of the pretended console in characters.</summary>
    public int Width { get; init; } = 100;

    /// <summary>Views (.ps1xml) to load; needed only where a bare assembly is imported, which brings none of its own.</summary>
    public IReadOnlyList<string> FormatFiles { get; init; } = [];

    /// <summary>Modules or assemblies to import at once, by full path.</summary>
    public IReadOnlyList<string> Modules { get; init; } = [];

    /// <summary>A host to use in place of the capturing one; its output is then not seen in results.</summary>
    public PSHost? Host { get; init; }
}
