using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace SmimeCertTools.Pester.Tests;

/// <summary>
/// Whatever goes wrong in a Pester run is red here: small files of tests in a folder of their own, with the same scripts.
/// </summary>
public sealed class PesterRunnerTests : IDisposable
{
    private const string Mixed = """
        Describe 'mixed' {
            It 'passes' { 1 | Should -Be 1 }
            It 'fails' { 1 | Should -Be 2 }
            It 'counts <_>' -ForEach 1, 2 { $_ | Should -Be 1 }
            It 'is skipped by its tag' -Tag Windows -Skip { throw 'not reached' }
            It 'skips itself' { Set-ItResult -Skipped -Because 'the moon is full' }
            It 'leaves it open' { Set-ItResult -Inconclusive -Because 'nobody knows' }
            if ($env:PROBE_RUN -ne 'yes') { It 'is there only when it is listed' { } }
        }
        """;

    private const string Unready = """
        Describe 'unready' {
            BeforeAll { throw 'no water today' }
            It 'never starts' { }
        }
        Describe 'untidy' {
            AfterAll { throw 'nobody cleaned up' }
            It 'passes' { }
        }
        """;

    private const string Unreadable = "Describe 'unreadable' { It 'is not closed' { ";
    private const string Throwing = "throw 'this file is broken'\nDescribe 'throwing' { It 'is not found' { } }\n";
    private static readonly string[] s_scripts =
        ["Invoke-Tests.ps1", "TestEnvironment.psm1", "TestResult.psm1", "TestSandbox.psm1"];

    private readonly TempFolder _folder = new();

    public PesterRunnerTests()
    {
        Directory.CreateDirectory(Folder);
        foreach (var script in s_scripts)
        {
            File.Copy(Path.Combine(PesterProcess.Folder, script), Path.Combine(Folder, script));
        }
    }

    private string Folder => _folder.Combine("tests", "pester");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_test_has_the_result_that_Pester_gave_and_one_without_result_fails()
    {
        Write("Mixed.Tests.ps1", Mixed);
        Write("Fine.Tests.ps1", "Describe 'fine' { It 'passes' { } }");
        var listed = Read();
        var (report, outcome) = await RunAsync();

        var results = Results(listed, report, outcome);
        Assert.IsType<TestPassed>(results["mixed: passes"]);
        Assert.Contains("Expected 2, but got 1", Message(results["mixed: fails"]), StringComparison.Ordinal);
        Assert.IsType<TestPassed>(results["mixed: counts 1"]);
        Assert.IsType<TestFailed>(results["mixed: counts 2"]);
        Assert.Equal(
            "Only Windows has what this tests.", Assert.IsType<TestSkipped>(results["mixed: is skipped by its tag"]).Reason);
        Assert.Equal("the moon is full", Assert.IsType<TestSkipped>(results["mixed: skips itself"]).Reason);
        Assert.StartsWith("Pester's result is Inconclusive", Message(results["mixed: leaves it open"]), StringComparison.Ordinal);
        Assert.StartsWith(
            "Pester gave no result", Message(results["mixed: is there only when it is listed"]), StringComparison.Ordinal);

        // The exit code is explained by tests that failed, so no file is blamed for it.
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.IsType<TestPassed>(results["Mixed.Tests.ps1"]);
        Assert.IsType<TestPassed>(results["Fine.Tests.ps1"]);
        Assert.IsType<TestPassed>(results["fine: passes"]);
    }

    [Fact]
    public async Task What_fails_before_or_after_the_tests_fails_the_file_and_the_tests_that_never_ran()
    {
        Write("Unready.Tests.ps1", Unready);
        var listed = Read();
        var (report, outcome) = await RunAsync();

        var results = Results(listed, report, outcome);
        Assert.Contains("no water today", Message(results["unready: never starts"]), StringComparison.Ordinal);
        Assert.IsType<TestPassed>(results["untidy: passes"]);
        var file = Message(results["Unready.Tests.ps1"]);
        Assert.Contains("no water today", file, StringComparison.Ordinal);
        Assert.Contains("nobody cleaned up", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Unreadable, "Missing closing '}'")]
    [InlineData(Throwing, "this file is broken")]
    public async Task A_file_that_cannot_be_read_is_listed_and_fails_and_the_others_go_on(string text, string reason)
    {
        Write("Broken.Tests.ps1", text);
        Write("Fine.Tests.ps1", "Describe 'fine' { It 'passes' { } }");
        var listed = Read();

        var broken = Assert.Single(listed.Files, file => file.Name == "Broken.Tests.ps1");
        Assert.Empty(broken.Tests);
        Assert.Contains(reason, broken.Problem, StringComparison.Ordinal);
        var (report, outcome) = await RunAsync();
        var results = Results(listed, report, outcome);
        Assert.Contains(reason, Message(results["Broken.Tests.ps1"]), StringComparison.Ordinal);
        Assert.IsType<TestPassed>(results["fine: passes"]);
    }

    [Fact]
    public async Task A_run_that_ends_in_the_middle_is_an_error_with_what_it_said()
    {
        Write("Leaving.Tests.ps1", "Describe 'leaving' { It 'ends the process' { [System.Environment]::Exit(7) } }");
        Assert.Single(Read().Files);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(RunAsync);
        Assert.Contains("ended with 7 and wrote no report", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_tests_is_a_problem_and_no_empty_success()
    {
        var (report, problem) = PesterDiscoverer.Read(Folder);

        Assert.Null(report);
        Assert.Contains("No test", problem!, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_package_of_Pester_the_one_test_says_what_to_do()
    {
        Write("Fine.Tests.ps1", "Describe 'fine' { It 'passes' { } }");

        var (report, problem) = PesterDiscoverer.Read(Folder, _folder.Combine("pester", "5.9.1"));
        Assert.Null(report);
        Assert.Contains("dotnet restore", problem!, StringComparison.Ordinal);
        Assert.Contains(_folder.Combine("pester"), problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_ended_badly_though_all_went_well_fails_the_file()
    {
        var file = new PesterFile(
            "Fine.Tests.ps1", "", [new PesterResult("fine > passes #1", "fine: passes", 1, "Passed", 0, null, null)]);

        var result = PesterTestCaseRunner.Judge(
            NewTest(), "", file, new PesterReport([file]), new PowerShellOutcome(3, "out", "err"));
        Assert.StartsWith("Invoke-Tests.ps1 ended with 3.", Message(result), StringComparison.Ordinal);
    }

    private static string Message(IMessageSinkMessage result) => string.Join('\n', Assert.IsType<TestFailed>(result).Messages);

    // What stands for a test of that name, as discovery has it, and for each file.
    private static Dictionary<string, IMessageSinkMessage> Results(
        PesterReport listed, PesterReport report, PowerShellOutcome outcome) =>
        listed.Files.SelectMany(file => file.Tests.Select(test => (file, test.Key, test.Name)).Append((file, "", file.Name)))
            .ToDictionary(
                entry => entry.Item3,
                entry => PesterTestCaseRunner.Judge(
                    NewTest(), entry.Item2, report.Files.Single(file => file.Name == entry.file.Name), report, outcome));

    private static XunitTest NewTest() => new(
        new XunitTestCase(
            new NullMessageSink(),
            TestMethodDisplay.Method,
            TestMethodDisplayOptions.None,
            new TestMethod(
                new TestClass(
                    new TestCollection(
                        new TestAssembly(Reflector.Wrap(typeof(PesterRunnerTests).Assembly)), null, nameof(PesterRunnerTests)),
                    Reflector.Wrap(typeof(PesterRunnerTests))),
                Reflector.Wrap(typeof(PesterRunnerTests).GetMethod(nameof(Dispose))!))),
        "probe");

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    private PesterReport Read()
    {
        var (report, problem) = PesterDiscoverer.Read(Folder);
        Assert.True(report is not null, problem);
        return report;
    }

    private Task<(PesterReport Report, PowerShellOutcome Outcome)> RunAsync() => PesterProcess.RunAsync(
        ["-WithoutSandbox"], new Dictionary<string, string?> { ["PROBE_RUN"] = "yes" }, Folder);
}
