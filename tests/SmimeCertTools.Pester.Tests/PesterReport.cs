using System.Collections.Generic;

namespace SmimeCertTools.Pester.Tests;

/// <summary>What tests/pester/TestResult.psm1 writes.</summary>
/// <param name="Files">The files that ran, or were only read.</param>
internal sealed record PesterReport(IReadOnlyList<PesterFile> Files);

/// <summary>A file of tests.</summary>
/// <param name="Name">Its name without folder.</param>
/// <param name="Problem">Errors that are no test's own: the file did not load, a BeforeAll or AfterAll failed. Empty for
/// none.</param>
/// <param name="Tests">Its tests, in the order of the file.</param>
internal sealed record PesterFile(string Name, string Problem, IReadOnlyList<PesterResult> Tests);

/// <summary>A test.</summary>
/// <param name="Key">Names it in its file, the same whenever it is read or run.</param>
/// <param name="Name">For people; data stand in their places.</param>
/// <param name="Line">Its line.</param>
/// <param name="Result">Passed, Failed, Skipped, NotRun or Inconclusive.</param>
/// <param name="Seconds">How long it ran.</param>
/// <param name="Message">Why it failed, and where.</param>
/// <param name="SkipReason">Why it was skipped.</param>
internal sealed record PesterResult(
    string Key, string Name, int Line, string Result, double Seconds, string? Message, string? SkipReason);
