using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Children;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.TestSupport.Shell;

namespace SmimeCertTools.ImportBenchmarks;

/// <summary>The histories of many users against one listing of all their records, in the same PowerShell and service.</summary>
internal static class LookupBenchmark
{
    private const int Users = 300;
    private const int Rounds = 5;
    private const string List = "param($Users) (Get-SmimeUserPfx).Count";
    private const string Histories = "param($Users) ($Users | Get-UserCertHistory -WarningAction Ignore).Count";

    public static async Task<int> RunAsync(TextWriter output)
    {
        var goals = new Goals(output);
        var (listing, histories) = await MeasureAsync(goals, output, TimeSpan.FromMilliseconds(100));
        goals.AtMost("histories against the listing", histories / listing, 2);
        (listing, histories) = await MeasureAsync(goals, output, TimeSpan.Zero);
        goals.Tell("histories against the listing", histories / listing, "");
        return goals.ExitCode;
    }

    private static async Task<(TimeSpan Listing, TimeSpan Histories)> MeasureAsync(
        Goals goals, TextWriter output, TimeSpan latency)
    {
        await using var tenant = await BenchmarkTenant.StartAsync(new SandboxOptions { Latency = latency, LogBodies = false });
        var users = tenant.AddRecords(Users);
        await using var shell = await HostedShell.OpenAsync(ImportChild.ModuleManifest());
        using var token = new NetworkCredential(string.Empty, tenant.Host.IssueToken()).SecurePassword;
        (await shell.RunAsync(
            "param($Uri, $Token) Connect-SmimeGraph -GraphUri $Uri -AccessToken $Token -NoVerify",
            new Dictionary<string, object?> { ["Uri"] = tenant.Host.GraphUri, ["Token"] = token })).EnsureNoErrors();

        // The first round compiles; of the others the fastest is the one that other work on the machine disturbed least.
        var (listing, histories) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        var requests = 0L;
        for (var round = 0; round <= Rounds; round++)
        {
            var list = await MeasureAsync(shell, List, users);
            var before = tenant.Requests;
            var history = await MeasureAsync(shell, Histories, users);
            requests = tenant.Requests - before;
            if (round > 0)
            {
                listing = list < listing ? list : listing;
                histories = history < histories ? history : histories;
            }
        }

        await output.WriteLineAsync(
            $"{Users} users, a record each, {latency.TotalMilliseconds} ms latency, the fastest of {Rounds} rounds:");
        goals.Tell("one listing of all records", listing.TotalMilliseconds, "ms");
        goals.Tell("the users' histories", histories.TotalMilliseconds, $"ms, {requests} requests");
        return (listing, histories);
    }

    private static async Task<TimeSpan> MeasureAsync(HostedShell shell, string script, IReadOnlyList<string> users)
    {
        var watch = Stopwatch.StartNew();
        var result = await shell.RunAsync(script, new Dictionary<string, object?> { ["Users"] = users });
        var elapsed = watch.Elapsed;
        result.EnsureNoErrors();
        return (int)result.Output.Single().BaseObject == Users
            ? elapsed
            : throw new InvalidDataException($"{result.Output.Single()} certificates, and not {Users}.");
    }
}
