using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.ImportBenchmarks.Soak;

/// <summary>
/// The command that is ended and given again: removes all records in real PowerShell, named in one of the ways that people name
/// them. Issuers and serial numbers are known from what an import left in the file of results.
/// </summary>
internal sealed class RemovalCommand : IDisposable
{
    /// <summary>Rows of a list, users, what a listing shows, and a pipeline that is given up after the first results.</summary>
    public static readonly string[] Forms = ["rows", "all", "listing", "first"];

    private const string Script = """
        param($Module, $GraphUri, $Form, $Csv, $List)
        $ErrorActionPreference = 'Continue'
        Import-Module $Module
        $token = ConvertTo-SecureString $env:SOAK_TOKEN -AsPlainText -Force
        Connect-SmimeGraph -GraphUri $GraphUri -AccessToken $token
        $more = @{ Confirm = $false; RevocationListPath = $List; ThrottleLimit = 8; InformationVariable = 'told' }
        switch ($Form) {
            'rows' { Import-Csv $Csv | Remove-SmimeUserPfx @more }
            'all' { Import-Csv $Csv | Select-Object UserPrincipalName -Unique | Remove-SmimeUserPfx -All @more }
            'listing' { Get-SmimeUserPfx | Remove-SmimeUserPfx @more }
            'first' { Import-Csv $Csv | Remove-SmimeUserPfx -PassThru @more | Select-Object -First 3 | Out-Null }
        }
        if ($told.MessageData.IsComplete) { exit 0 } else { exit 3 }
        """;

    private readonly TempFolder _folder = new();
    private readonly Uri _graphUri;
    private readonly string _token;

    public RemovalCommand(Uri graphUri, string token, IReadOnlyList<StoredUserPfx> records)
    {
        (_graphUri, _token) = (graphUri, token);
        _folder.Write("remove.ps1", Script);
        _folder.Write("rows.csv", "UserPrincipalName,Thumbprint\n"
            + string.Concat(records.Select(record => $"{record.UserPrincipalName},{record.Thumbprint}\n")));
        File.WriteAllLines(ResultPath, records.Select(record => JsonSerializer.Serialize(new
        {
            Time = "2026-11-01T00:00:00Z",
            RunId = "import",
            record.UserPrincipalName,
            record.Thumbprint,
            Status = "Imported",
            RecordId = record.Id,
            Issuer = "CN=Contoso Issuing CA 1",
            SerialNumber = RemovalSoakCheck.SerialNumber(record),
        })));
    }

    public string ListPath => _folder.Combine("revoke.cmd");

    /// <summary>The file of results that a removal keeps beside the list.</summary>
    public string ResultPath => ListPath + ".jsonl";

    /// <summary>Starts the command. What it writes goes nowhere.</summary>
    public Process Start(string form)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [RealPowerShell.Program, "-NoLogo", "-NoProfile", "-NonInteractive", "-File", _folder.Combine("remove.ps1"),
                ImportChild.ModuleManifest(), _graphUri.ToString(), form, _folder.Combine("rows.csv"), ListPath])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["SOAK_TOKEN"] = _token;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs the command to its end; whether all is done.</summary>
    public async Task<bool> RunAsync(string form)
    {
        using var process = Start(form);
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }

    public void Dispose() => _folder.Dispose();
}
