using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace SmimeCertTools.Pester.Tests;

/// <summary>
/// Has Pester read the files without running a test, which needs neither module nor sandbox, and makes a test of each that it
/// finds. A file gives one more, for what is no test's own. When Pester cannot start there is one test, and it says why.
/// </summary>
public sealed class PesterDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    // Of all files, once a process.
    private static readonly Lazy<(PesterReport? Report, string? Problem)> s_found = new(
        () => Read(), LazyThreadSafetyMode.ExecutionAndPublication);

    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var display = discoveryOptions.MethodDisplayOrDefault();
        var options = discoveryOptions.MethodDisplayOptionsOrDefault();
        PesterTestCase Case(string file, string key, string name, string? problem = null) =>
            new(diagnostics, display, options, testMethod, file, key, name, problem);

        var (report, problem) = s_found.Value;
        if (report is null)
        {
            return [Case("", "", "tests/pester", problem)];
        }

        // A file that cannot be read has no tests to show, and its own one tells why.
        return report.Files.SelectMany(file => file.Tests
            .Select(test => Case(file.Name, test.Key, $"{file.Name}: {test.Name}"))
            .Append(Case(file.Name, "", file.Name, file.Problem.Length == 0 ? null : file.Problem)));
    }

    /// <summary>Has Pester read all files of a folder; the report, or why there is none.</summary>
    internal static (PesterReport? Report, string? Problem) Read(string? testFolder = null, string? package = null)
    {
        try
        {
            // Discovery is not asynchronous in this version of xUnit.
            var (report, outcome) = PesterProcess.RunAsync(["-ListOnly"], null, testFolder, package).GetAwaiter().GetResult();
            var missing = Directory.GetFiles(testFolder ?? PesterProcess.Folder, "*.Tests.ps1")
                .Select(file => Path.GetFileName(file)!)
                .Except(report.Files.Select(file => file.Name)).ToList();
            return missing.Count == 0
                ? (report, null)
                : (null, $"Pester found no {string.Join(", ", missing)}.\n{outcome.Errors}\n{outcome.Output}");
        }
        catch (Exception exception)
            when (exception is InvalidOperationException or TimeoutException or IOException or JsonException)
        {
            return (null, exception.Message);
        }
    }
}
