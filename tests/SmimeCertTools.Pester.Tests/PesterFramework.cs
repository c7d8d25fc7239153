using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using SmimeCertTools.Pester.Tests;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: Xunit.TestFramework("SmimeCertTools.Pester.Tests.PesterFramework", "SmimeCertTools.Pester.Tests")]

namespace SmimeCertTools.Pester.Tests;

/// <summary>
/// xUnit's own framework, which also tells <see cref="PesterRun"/> what a filter has left before the first test runs.
/// </summary>
public sealed class PesterFramework(IMessageSink messageSink) : XunitTestFramework(messageSink)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assemblyName, ISourceInformationProvider sources, IMessageSink diagnostics)
        : XunitTestFrameworkExecutor(assemblyName, sources, diagnostics)
    {
        protected override void RunTestCases(
            IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink,
            ITestFrameworkExecutionOptions executionOptions)
        {
            var cases = testCases.ToList();
            PesterRun.Select(cases.OfType<PesterTestCase>().Select(test => test.File).Where(file => file.Length > 0).Distinct());
            base.RunTestCases(cases, executionMessageSink, executionOptions);
        }
    }
}
