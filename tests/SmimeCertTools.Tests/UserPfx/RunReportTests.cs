using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.Types;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>What a person is shown of a run: its errors and its end.</summary>
public sealed class RunReportTests
{
    private const string Header = "UserPrincipalName;Path;Password\r\n";

    [Fact]
    public async Task The_end_of_an_import_is_shown_with_causes_lines_results_and_the_next_command()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = List(tenant, "alice", "bob", "!carol", "alice?", "!alice+1", "!bob+1", "nobody");

        var result = await ManifestImportTests.RunAsync(
            tenant, path, "-ResultPath 'my results.csv' -SummaryVariable Sum -ErrorAction SilentlyContinue", suffix: "; $Sum");

        var summary = (SmimeImportSummary)result.Output[^1].BaseObject;
        Assert.Equal((7, 2, 5), (summary.Rows, summary.Imported, summary.Failed));
        Assert.Equal(
            ["3 PfxPasswordIncorrect, lines 4, 6, 7", "1 PathNotFound, line 5", "1 UserNotFound, line 8"],
            summary.Failures.Select(group => group.ToString()));
        Assert.Equal([4, 6, 7], summary.Failures[0].Line);
        Assert.All(result.Output.SkipLast(1), item => Assert.IsType<SmimeImportResult>(item.BaseObject));

        var shown = result.Shown;
        Assert.Contains(shown, line => line.StartsWith("Import: 7 rows in ", StringComparison.Ordinal));
        Assert.Contains("  2 imported", shown);
        Assert.Contains("  5 failed", shown);
        Assert.Contains("      3 PfxPasswordIncorrect  lines 4, 6, 7", shown);
        Assert.Contains("      1 UserNotFound          line 8", shown);
        Assert.Contains($"Results: {tenant.Folder.Combine("my results.csv")}", shown);
        Assert.Contains(
            $"  Import-Csv 'my results.csv' | Where-Object {{ $_.ErrorId -and $_.RunId -like '{summary.RunId[..8]}*' }} "
            + "| Format-List Line, User*, Message",
            shown);
        Assert.Equal(
            $"  Import-SmimeUserPfx -ManifestPath {path} -PublicKeyPath {tenant.KeyPath} -ResultPath 'my results.csv'",
            shown[^1]);
        Assert.DoesNotContain(tenant.Password, result.AllText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_shows_no_end_and_the_variable_has_it()
    {
        await using var tenant = await TestTenant.StartAsync();

        var result = await ManifestImportTests.RunAsync(
            tenant, List(tenant, "alice"), "-Quiet -SummaryVariable Sum", suffix: "; $Sum.Imported");

        Assert.Empty(result.EnsureNoErrors().Shown);
        Assert.Equal(1, result.Output[^1].BaseObject);
    }

    [Theory]
    [InlineData("-ErrorVariable Found", 10, 1)]
    [InlineData("-ErrorVariable Found -Quiet", 13, 0)]
    public async Task Of_very_many_errors_with_one_cause_ten_are_shown_and_the_variable_has_all(
        string options, int shown, int warnings)
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = List(tenant, [.. Enumerable.Repeat("!alice", 12).Select((name, i) => $"{name}+{i}"), "!bob", "nobody"]);

        var result = await ManifestImportTests.RunAsync(
            tenant, path, options + " -ResultPath results.csv", suffix: "; $Found");

        Assert.Equal(shown, result.ErrorIds.Count(id => id == "PfxPasswordIncorrect"));
        Assert.Equal(1, result.ErrorIds.Count(id => id == "UserNotFound"));
        Assert.Equal(warnings, result.Warnings.Count(
            text => text.StartsWith("PfxPasswordIncorrect: 10", StringComparison.Ordinal)));
        var found = result.Output.Select(item => item.BaseObject).OfType<ErrorRecord>().ToList();
        Assert.Equal(14, found.Count);
        Assert.Equal(
            13,
            found.Count(error => error.FullyQualifiedErrorId
                == "PfxPasswordIncorrect,SmimeCertTools.UserPfx.ImportSmimeUserPfxCommand"));
        Assert.All(found, error => Assert.Equal("Import-SmimeUserPfx", error.CategoryInfo.Activity));
        Assert.Equal(
            Enumerable.Range(2, 14).Select(line => $"Line {line} of the manifest"),
            found.Select(error => error.ErrorDetails.Message.Split(':')[0]));
        Assert.Equal(14, File.ReadAllLines(tenant.Folder.Combine("results.csv")).Count(
            line => line.Contains("\"Failed\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Errors_that_are_not_shown_are_added_to_a_variable_that_has_some_already()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = List(tenant, [.. Enumerable.Range(0, 12).Select(i => $"!alice+{i}")]);

        var result = await ManifestImportTests.RunAsync(
            tenant, path, "-ErrorVariable +Found", prefix: "$Found = [System.Collections.ArrayList] @('before'); ",
            suffix: "; $Found.Count");

        Assert.Equal(13, result.Output[^1].BaseObject);
    }

    [Fact]
    public async Task WhatIf_looks_up_users_and_what_is_there_and_ends_with_the_same_summary()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await ManifestImportTests.RunAsync(tenant, List(tenant, "alice"))).EnsureNoErrors();
        var path = List(tenant, "alice", "bob", "carol", "nobody", "!carol+1");
        var writes = tenant.Writes();

        var result = await ManifestImportTests.RunAsync(
            tenant, path, "-WhatIf -ResultPath results.csv -SummaryVariable Sum", suffix: "; $Sum");

        Assert.Equal(["PfxPasswordIncorrect", "UserNotFound"], result.ErrorIds.Order());
        Assert.Equal(writes, tenant.Writes());
        Assert.False(File.Exists(tenant.Folder.Combine("results.csv")));
        var summary = (SmimeImportSummary)result.Output[^1].BaseObject;
        Assert.Equal((2, 0, 1, 2), (summary.WouldImport, summary.Imported, summary.AlreadyPresent, summary.Failed));
        Assert.Contains("  2 would be imported", result.Shown);
        Assert.Contains("  1 already present", result.Shown);
        Assert.Contains("      1 UserNotFound          line 5", result.Shown);
        Assert.Equal(
            $"  Import-SmimeUserPfx -ManifestPath {path} -PublicKeyPath {tenant.KeyPath} -ResultPath results.csv",
            result.Shown[^1]);
        Assert.Equal(2, result.HostText.Split("What if: Performing").Length - 1);
    }

    [Fact]
    public async Task WhatIf_tells_what_force_would_replace()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = List(tenant, "alice", "bob");
        (await ManifestImportTests.RunAsync(tenant, path)).EnsureNoErrors();

        var result = await ManifestImportTests.RunAsync(tenant, path, "-WhatIf -Force -KeyName Other");

        Assert.Contains("  2 would be replaced", result.EnsureNoErrors().Shown);
        Assert.EndsWith("-Force -KeyName Other", result.Shown[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIf_without_a_connection_says_what_it_cannot_know()
    {
        await using var tenant = await TestTenant.StartAsync(connect: false);

        var result = await ManifestImportTests.RunAsync(tenant, List(tenant, "alice", "nobody"), "-WhatIf");

        Assert.Contains("  2 would be imported", result.EnsureNoErrors().Shown);
        Assert.Contains(result.Shown, line => line.StartsWith("Without Connect-SmimeGraph", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_of_a_removal_is_shown_with_causes_and_the_next_command()
    {
        await using var tenant = await TestTenant.StartAsync();
        (await ManifestImportTests.RunAsync(tenant, List(tenant, "alice", "bob"))).EnsureNoErrors();
        const string Command = "Remove-SmimeUserPfx -UserPrincipalName alice@contoso.com, nobody@contoso.com -All";

        var rehearsed = await tenant.RunAsync(Command + " -WhatIf -ErrorAction SilentlyContinue");
        var removed = await tenant.RunAsync(
            Command + " -Confirm:$false -WarningAction SilentlyContinue -ErrorAction SilentlyContinue "
            + "-SummaryVariable Sum; $Sum");
        var quiet = await tenant.RunAsync("Remove-SmimeUserPfx bob@contoso.com -All -Confirm:$false -Quiet");

        Assert.Contains(rehearsed.Shown, line => line.StartsWith("What if: ", StringComparison.Ordinal));
        Assert.Contains("  1 would be removed", rehearsed.Shown);
        Assert.Contains("      1 RecordNotFound  nobody@contoso.com", rehearsed.Shown);
        Assert.Equal("  " + Command, rehearsed.Shown[^1]);
        Assert.Contains("  1 removed", removed.Shown);
        Assert.Equal("  " + Command + " -Confirm:$false", removed.Shown[^1]);
        var summary = Assert.IsType<SmimeRemoveSummary>(Assert.Single(removed.Output).BaseObject);
        Assert.Equal((1, 1, false), (summary.Removed, summary.Failed, summary.IsComplete));
        Assert.Equal("1 RecordNotFound, nobody@contoso.com", Assert.Single(summary.Failures).ToString());
        Assert.Empty(quiet.EnsureNoErrors().Shown);
    }

    [Fact]
    public async Task A_list_that_breaks_off_still_ends_with_what_was_done()
    {
        await using var tenant = await TestTenant.StartAsync();
        var path = List(tenant, [.. Enumerable.Range(0, 40).Select(i => $"!alice+{i}")]);
        File.AppendAllText(path, "bob@contoso.com;bob.pfx;\"open\r\n");

        var result = await ManifestImportTests.RunAsync(tenant, path);

        Assert.Equal("ManifestInvalid", result.ErrorIds[^1]);
        Assert.Contains(result.Shown, line => line.StartsWith("Import, stopped: ", StringComparison.Ordinal));
        Assert.Contains(result.Shown, line => line.Contains(" PfxPasswordIncorrect  lines 2-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_shows_what_is_done_and_how_to_go_on()
    {
        await using var tenant = await TestTenant.StartAsync(
            new SandboxOptions { ConnectorKeys = [TestTenant.ConnectorKey], Latency = TimeSpan.FromMilliseconds(100) });
        var path = List(tenant, [.. Enumerable.Range(0, 12).Select(i => $"alice+{i}")]);
        using var stopping = new CancellationTokenSource();
        tenant.Host.State.Requests.Logged += entry =>
        {
            if (entry.Method == "POST" && entry.Path.EndsWith(TestTenant.RecordsPath, StringComparison.Ordinal))
            {
                stopping.Cancel();
            }
        };

        var result = await tenant.Shell.RunAsync(
            "param($Path, $Key) Import-SmimeUserPfx -ManifestPath $Path -PublicKeyPath $Key -ThrottleLimit 1",
            new Dictionary<string, object?> { ["Path"] = path, ["Key"] = tenant.KeyPath },
            stopping: stopping.Token);

        Assert.True(result.WasStopped);
        Assert.Contains("Import, stopped: 12 rows in ", result.HostText, StringComparison.Ordinal);
        Assert.Matches(@"\n +\d+ imported\n", result.HostText);
        Assert.Matches(@"\n +\d+ not sent yet\n", result.HostText);
        Assert.EndsWith(
            $"\n  Import-SmimeUserPfx -ManifestPath {path} -PublicKeyPath {tenant.KeyPath} -ThrottleLimit 1\n",
            result.HostText,
            StringComparison.Ordinal);
    }

    /// <summary>
    /// Writes a list. A name is a user's with a file of the user's own; "!" gives it a wrong password, "?" no file, "+1" another
    /// file.
    /// </summary>
    internal static string List(TestTenant tenant, params string[] names)
    {
        var rows = names.Select(name =>
        {
            var user = name.Trim('!', '?').Split('+')[0];
            var file = name.Trim('!', '?') + ".pfx";
            if (!name.Contains('?', StringComparison.Ordinal) && !File.Exists(tenant.Folder.Combine(file)))
            {
                tenant.AddPfx(file, user + "@contoso.com");
            }

            return $"{user}@contoso.com;{(name.Contains('?', StringComparison.Ordinal) ? "none.pfx" : file)};"
                + $"{(name[0] == '!' ? "wrong" : tenant.Password)}\r\n";
        });
        return ManifestImportTests.Write(tenant, Header + string.Concat(rows));
    }
}
