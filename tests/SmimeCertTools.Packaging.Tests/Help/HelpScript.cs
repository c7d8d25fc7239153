using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>A document's commands in the real PowerShell, one after the other in one session, as a reader types them.</summary>
internal static class HelpScript
{
    /// <summary>
    /// Before each block the session is connected. Questions are answered: by the token where the prompt asks for one, otherwise
    /// by the password; what asks for confirmation goes on. A block that leaves an error ends the script, and says which it was.
    /// </summary>
    private const string Text = """
        $ErrorActionPreference = 'Continue'
        $ConfirmPreference = 'None'
        $ProgressPreference = 'SilentlyContinue'
        $global:RehearsalUri = [uri] $env:REHEARSAL_URI
        $global:RehearsalToken = ConvertTo-SecureString -AsPlainText -Force $env:REHEARSAL_TOKEN
        $global:RehearsalPassword = ConvertTo-SecureString -AsPlainText -Force $env:REHEARSAL_PASSWORD
        function global:Read-Host {
            param([string] $Prompt, [switch] $AsSecureString)
            if ($Prompt -like 'Token*') { $RehearsalToken } else { $RehearsalPassword }
        }

        Import-Module $env:REHEARSAL_MODULE
        $given = Get-Content -Raw -LiteralPath $env:REHEARSAL_BLOCKS | ConvertFrom-Json
        foreach ($standIn in $given.StandIns) { . ([scriptblock]::Create($standIn)) }
        foreach ($block in $given.Blocks) {
            SmimeCertTools\Connect-SmimeGraph -GraphUri $RehearsalUri -AccessToken $RehearsalToken | Out-Null
            $Error.Clear()
            . ([scriptblock]::Create($block)) | Out-Default
            $env:AZURE_AUTHORITY_HOST = $null
            if ($Error.Count -gt 0) {
                "In this block:`n$block`n$($Error | ForEach-Object { "$($_.FullyQualifiedErrorId): $_" } | Out-String)"
                exit 1
            }

            "Ran: $(@($block -split "`n")[0])"
        }

        exit 0
        """;

    /// <summary>Runs the blocks.</summary>
    /// <param name="title">The document.</param>
    /// <param name="blocks">Its commands.</param>
    /// <param name="folder">The folder in which they are typed.</param>
    /// <param name="service">The sandbox's address.</param>
    /// <param name="token">A token that it takes.</param>
    /// <param name="password">What is typed where a password is asked for.</param>
    public static async Task RunAsync(
        string title, IReadOnlyList<string> blocks, string folder, Uri service, string token, string password)
    {
        using var own = new TempFolder();
        var file = own.Combine("blocks.json");
        string[] standIns = [HelpStandIns.OtherModules, HelpStandIns.ConnectProxy, HelpStandIns.ConnectorKeyProxies];
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new { Blocks = blocks, StandIns = standIns }));
        var outcome = await RealPowerShell.RunAsync(new PowerShellScript
        {
            Text = Text,
            WorkingFolder = folder,
            Timeout = TimeSpan.FromMinutes(4),
            Environment = new Dictionary<string, string?>
            {
                ["REHEARSAL_URI"] = service.ToString(),
                ["REHEARSAL_TOKEN"] = token,
                ["REHEARSAL_PASSWORD"] = password,
                ["REHEARSAL_MODULE"] = StagedModule.Manifest,
                ["REHEARSAL_BLOCKS"] = file,
            },
        });
        Assert.True(outcome.ExitCode == 0, $"{title}:\n{outcome.Output}\n{outcome.Errors}");
        Assert.Equal(blocks.Count, outcome.Output.Split("\nRan: ").Length - 1
            + (outcome.Output.StartsWith("Ran: ", StringComparison.Ordinal) ? 1 : 0));
    }
}
