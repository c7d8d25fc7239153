using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.ImportBenchmarks.Soak;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Soak;

/// <summary>The short form of the soak test; the long one is a command of the benchmarks.</summary>
public sealed class KilledImportTests
{
    [Fact]
    public async Task An_import_that_is_killed_again_and_again_loses_and_doubles_nothing()
    {
        var report = await SoakTest.RunAsync(new SoakOptions { Kills = 5, Rows = 60, Seed = 20261124 });

        Assert.Empty(report.Problems);
        Assert.Equal(5, report.Kills);
        Assert.NotEqual(0, report.Throttled);
    }

    [Fact]
    public async Task What_is_missing_at_the_end_is_found()
    {
        var removed = string.Empty;
        var report = await SoakTest.RunAsync(new SoakOptions
        {
            Kills = 0,
            Rows = 3,
            BeforeCheck = host =>
            {
                removed = host.State.UserPfxCertificates.All[0].Id;
                host.State.UserPfxCertificates.Remove(removed);
            },
        });

        Assert.Contains(report.Problems, problem => problem.EndsWith("is missing", StringComparison.Ordinal));
        Assert.Contains(report.Problems, problem => problem.Contains(removed, StringComparison.Ordinal));
        Assert.Equal(2, report.Problems.Count(problem => problem.Length > 0));
    }

    [Fact]
    public async Task A_record_that_does_not_open_is_found()
    {
        var report = await SoakTest.RunAsync(new SoakOptions
        {
            Kills = 0,
            Rows = 3,
            BeforeCheck = host =>
            {
                var records = host.State.UserPfxCertificates;
                records.Replace(records.All[0] with { EncryptedPfxPassword = records.All[1].EncryptedPfxPassword });
            },
        });

        Assert.EndsWith(".", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Contains("does not open", report.Problems[0], StringComparison.Ordinal);
    }
}
