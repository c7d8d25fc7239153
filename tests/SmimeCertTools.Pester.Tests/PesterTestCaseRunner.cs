using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Shell;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace SmimeCertTools.Pester.Tests;

/// <summary>Gives a test the result that Pester gave it.</summary>
internal sealed class PesterTestCaseRunner(
    PesterTestCase testCase, IMessageBus messageBus, ExceptionAggregator aggregator, CancellationTokenSource cancellation)
    : TestCaseRunner<PesterTestCase>(testCase, messageBus, aggregator, cancellation)
{
    protected override async Task<RunSummary> RunTestAsync()
    {
        var test = new XunitTest(TestCase, TestCase.DisplayName);
        var summary = new RunSummary { Total = 1 };
        Send(new TestStarting(test));
        var result = await ResultAsync(test);
        summary.Time = result is TestResultMessage timed ? timed.ExecutionTime : 0;
        summary.Failed = result is TestFailed ? 1 : 0;
        summary.Skipped = result is TestSkipped ? 1 : 0;
        Send(result);
        Send(new TestFinished(test, summary.Time, null));
        return summary;
    }

    private async Task<IMessageSinkMessage> ResultAsync(ITest test)
    {
        if (TestCase.Problem is { } problem)
        {
            return Failed(test, 0, problem);
        }

        try
        {
            var (file, report, outcome) = await PesterRun.OfAsync(TestCase.File);
            return Judge(test, TestCase.Key, file, report, outcome);
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or TimeoutException or IOException or JsonException)
        {
            return Failed(test, 0, exception.Message);
        }
    }

    /// <summary>The result of one test of <paramref name="file"/>, or of the file itself where the key is empty.</summary>
    internal static IMessageSinkMessage Judge(
        ITest test, string key, PesterFile file, PesterReport report, PowerShellOutcome outcome)
    {
        if (key.Length == 0)
        {
            var isExplained = report.Files.Any(
                entry => entry.Problem.Length > 0 || entry.Tests.Any(result => result.Result == "Failed"));
            return FileResult(test, file, outcome, isExplained);
        }

        var found = file.Tests.FirstOrDefault(entry => entry.Key == key);
        var seconds = (decimal)(found?.Seconds ?? 0);
        return found?.Result switch
        {
            "Passed" => new TestPassed(test, seconds, null),
            "Skipped" => new TestSkipped(test, found.SkipReason ?? "No reason is given."),
            "Failed" => Failed(test, seconds, $"{found.Message}\n{file.Problem}".TrimEnd()),
            null => Failed(test, 0, $"Pester gave no result for this test.\n{file.Problem}".TrimEnd()),
            var other => Failed(test, seconds, $"Pester's result is {other}.\n{found.Message}\n{file.Problem}".TrimEnd()),
        };
    }

    // What is no test's own: a file that does not load, BeforeAll and AfterAll, and a run that ended badly though all went well.
    private static IMessageSinkMessage FileResult(
        ITest test, PesterFile file, PowerShellOutcome outcome, bool isExplained)
    {
        if (file.Problem.Length > 0)
        {
            return Failed(test, 0, file.Problem);
        }

        return outcome.ExitCode == 0 || isExplained
            ? new TestPassed(test, 0, null)
            : Failed(test, 0, $"Invoke-Tests.ps1 ended with {outcome.ExitCode}.\n{outcome.Errors}\n{outcome.Output}");
    }

    private static TestFailed Failed(ITest test, decimal seconds, string message) =>
        new(test, seconds, null, ["Pester"], [message], [null], [-1]);

    private void Send(IMessageSinkMessage message)
    {
        if (!MessageBus.QueueMessage(message))
        {
            CancellationTokenSource.Cancel();
        }
    }
}
