using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Pester.Tests;

/// <summary>The kit that asks a tenant, against the sandbox: its answers are the table of docs/design/assumptions.md.</summary>
public sealed partial class TenantKitTests
{
    // One run for all tests; it takes a minute.
    private static readonly Lazy<Task<TenantKitRun>> s_run = new(
        TenantKitRun.StartAsync, LazyThreadSafetyMode.ExecutionAndPublication);

    [Fact]
    public async Task Each_answer_of_the_sandbox_is_what_the_table_assumes()
    {
        var run = await s_run.Value;

        run.Outcome.EnsureSuccess();
        var assumed = Asked().Select(row => $"{row.Id}: {row.Answer}").Order(StringComparer.Ordinal);
        var answered = run.Answers!.Answers.Select(answer => $"{answer.Id}: {answer.Answer}").Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', assumed), string.Join('\n', answered));
        Assert.All(run.Answers.Answers, answer => Assert.True(answer.Agrees, answer.Id));
    }

    [Fact]
    public async Task Nothing_is_left_behind_and_nothing_is_touched_that_the_kit_did_not_make()
    {
        var run = await s_run.Value;

        run.Outcome.EnsureSuccess();
        Assert.Equal(run.Foreign, run.Host.State.UserPfxCertificates.All);
        var foreign = run.Foreign.Select(record => record.Id).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(
            run.Host.State.Requests.Entries.Where(entry => entry.Method is "PATCH" or "DELETE"),
            entry => foreign.Any(id => entry.Path.Contains(id, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(
            run.Host.State.Requests.Entries.Where(entry => entry.Method is not "GET"),
            entry => !entry.Path.Contains("userPfxCertificates", StringComparison.Ordinal)
                && !entry.Path.EndsWith("$batch", StringComparison.Ordinal)
                && !entry.Path.Contains("oauth2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_file_of_answers_has_no_names_and_no_secrets()
    {
        var run = await s_run.Value;

        Assert.NotEmpty(run.AnswersText);
        foreach (var word in new[] { "contoso", "kit@", "other@", "srv1", "eyJ", "SmimeCertTools-Kit", "127.0.0.1" })
        {
            Assert.DoesNotContain(word, run.AnswersText, StringComparison.OrdinalIgnoreCase);
        }

        Assert.DoesNotMatch("[0-9A-Fa-f]{20}", run.AnswersText);
    }

    [Fact]
    public async Task Without_a_tenant_and_a_user_nothing_is_asked()
    {
        var run = await s_run.Value;
        var before = run.Host.State.Requests.Entries.Count;

        var outcome = await run.RunAsync(
            """
            Import-Module Pester
            $configuration = New-PesterConfiguration
            $configuration.Run.Path = $env:KIT_FOLDER
            $configuration.Run.PassThru = $true
            $result = Invoke-Pester -Configuration $configuration
            "asked=$($result.PassedCount + $result.FailedCount) skipped=$($result.SkippedCount)"
            """,
            new()
            {
                ["SMIME_LIVE_TENANT"] = null,
                ["SMIME_LIVE_USER"] = User,
                ["SMIME_LIVE_GRAPH"] = run.Host.GraphUri.ToString(),
            });

        Assert.Matches("asked=0 skipped=[1-9]", outcome.EnsureSuccess().Output);
        Assert.Equal(before, run.Host.State.Requests.Entries.Count);
    }

    [Fact]
    public void Every_assumption_has_an_id_of_its_own_a_source_and_what_depends_on_it()
    {
        var rows = Row().Matches(Table()).Select(match => match.Value.Split('|', StringSplitOptions.TrimEntries)[1..^1]).ToList();

        Assert.NotEmpty(rows);
        Assert.Equal(rows.Count, rows.Select(cells => cells[0]).Distinct(StringComparer.Ordinal).Count());
        Assert.All(rows, cells => Assert.All(cells, Assert.NotEmpty));
        Assert.All(rows, cells => Assert.Matches("documented|seen|inferred|unknown", cells[^2]));
        Assert.True(Asked().Count > 20);
    }

    private const string User = TenantKitRun.User;

    private static List<(string Id, string Answer)> Asked() =>
        [.. AskedRow().Matches(Table()).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    private static string Table() =>
        File.ReadAllText(RepositoryRoot.Combine("docs", "design", "assumptions.md")).ReplaceLineEndings("\n");

    [GeneratedRegex(@"^\| [A-Z][A-Z0-9-]+ \|.*\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| ([A-Z][A-Z0-9-]+) \| [^|]+ \| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex AskedRow();
}
