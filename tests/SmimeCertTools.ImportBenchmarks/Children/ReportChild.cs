using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;

namespace SmimeCertTools.ImportBenchmarks.Children;

/// <summary>Writes a report with the staged module in PowerShell; to a name that ends in .htm its rival's.</summary>
internal static class ReportChild
{
    private const string Script = """
        param($Path)
        if ($Path -like '*.htm') {
            $records = Get-SmimeUserPfx
            $records | ConvertTo-Html | Set-Content -LiteralPath $Path
            @($records | Sort-Object -Property UserPrincipalName -Unique).Count
        } else {
            (Export-SmimeReport -Path $Path -PassThru).UserCount
        }
        """;

    public static async Task<int> RunAsync()
    {
        var settings = await ChildProcess.ReadSettingsAsync();
        await using var shell = await HostedShell.OpenAsync(ImportChild.ModuleManifest());
        using var token = new NetworkCredential(string.Empty, settings.Token).SecurePassword;
        (await shell.RunAsync(
            "param($Uri, $Token) Connect-SmimeGraph -GraphUri $Uri -AccessToken $Token -NoVerify",
            new Dictionary<string, object?> { ["Uri"] = settings.GraphUri, ["Token"] = token })).EnsureNoErrors();

        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var result = (await shell.RunAsync(Script, new Dictionary<string, object?> { ["Path"] = settings.ManifestPath }))
            .EnsureNoErrors();
        var elapsed = watch.Elapsed;
        using var process = Process.GetCurrentProcess();
        ChildProcess.Write(new ChildReport
        {
            Imported = (int)result.Output.Single().BaseObject,
            Failed = 0,
            Elapsed = elapsed,
            Cpu = Environment.CpuUsage.TotalTime - cpu,
            PeakWorkingSet = process.PeakWorkingSet64,
        });
        return 0;
    }
}
