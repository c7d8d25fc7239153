using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Soak;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Soak;

/// <summary>The short form of the soak test of removals; the long one is a command of the benchmarks.</summary>
public sealed class EndedRemovalTests
{
    [Fact]
    public async Task A_removal_that_is_ended_again_and_again_forgets_nothing_and_lists_each_certificate_once()
    {
        var report = await RemovalSoakTest.RunAsync(new RemovalSoakOptions { Kills = 4, Rows = 40, Seed = 20261128 });

        Assert.Empty(report.Common.Problems);
        Assert.Equal(4, report.Common.Kills);
        Assert.True(report.Begun >= 40);
    }

    [Fact]
    public async Task What_is_still_there_is_found()
    {
        var report = await RunAsync((host, _, _) => host.State.UserPfxCertificates.TryAdd(_kept!));

        Assert.Contains(report.Common.Problems, problem => problem == $"{_kept!.Id} is still there");
        Assert.Contains(report.Common.Problems, problem => problem.StartsWith("the list has", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_result_that_is_missing_and_one_that_is_there_twice_are_found()
    {
        var report = await RunAsync((_, results, _) =>
        {
            var lines = File.ReadAllLines(results);
            var removed = lines.Where(line => line.Contains("\"Removed\"", StringComparison.Ordinal)).Take(2).ToArray();
            File.WriteAllLines(results, [.. lines.Where(line => line != removed[0]), removed[1]]);
        });

        Assert.Equal(2, report.Common.Problems.Count);
        Assert.Single(report.Common.Problems, problem => problem.EndsWith(" 0 times", StringComparison.Ordinal));
        Assert.Single(report.Common.Problems, problem => problem.EndsWith(" 2 times", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_certificate_that_the_CA_is_not_told_of_is_found()
    {
        var report = await RunAsync((_, _, list) =>
        {
            var lines = File.ReadAllLines(list);
            File.WriteAllLines(list, lines[..^1]);
        });

        Assert.Matches("^the list has 7A[0-9A-F]{30} 0 times$", Assert.Single(report.Common.Problems));
    }

    private Sandbox.Intune.StoredUserPfx? _kept;

    private Task<RemovalSoakReport> RunAsync(Action<Sandbox.Hosting.SandboxHost, string, string> breaks) =>
        RemovalSoakTest.RunAsync(new RemovalSoakOptions
        {
            Kills = 0,
            Rows = 4,
            Lag = TimeSpan.Zero,
            Started = records => _kept = records[0],
            BeforeCheck = breaks,
        });
}
