using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>A session that has imported the staged module.</summary>
public sealed class HelpModuleFixture : IAsyncLifetime
{
    private HostedShell? shell;

    /// <summary>The session.</summary>
    public HostedShell Shell => shell ?? throw new InvalidOperationException("The session is not open.");

    /// <summary>The module.</summary>
    public PSModuleInfo Module { get; private set; } = null!;

    /// <summary>The cmdlets it exports.</summary>
    public IReadOnlyDictionary<string, CmdletInfo> Cmdlets => Module.ExportedCmdlets;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        shell = await HostedShell.OpenAsync(new HostedShellOptions { Width = 100 });
        Module = (await shell.ImportAsync(StagedModule.Manifest)).EnsureNoErrors().OutputAs<PSModuleInfo>().Single();
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (shell is not null)
        {
            await shell.DisposeAsync();
        }
    }
}
