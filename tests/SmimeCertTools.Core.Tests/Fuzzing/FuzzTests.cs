using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using SmimeCertTools.Fuzzing;
using SmimeCertTools.Fuzzing.Seeds;
using SmimeCertTools.Fuzzing.Targets;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Core.Tests.Fuzzing;

/// <summary>
/// A moment of the fuzz target, always the same one; SMIMECERTTOOLS_FUZZ_SEED and SMIMECERTTOOLS_FUZZ_COUNT choose another. For
/// long runs there is the program of its own, tests/SmimeCertTools.Fuzz.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void Broken_PFX_files_end_in_success_or_a_named_error()
    {
        var outcomes = Run(new PfxTarget(), 3000);

        // Were every input refused at the door, nothing behind it would be tested.
        Assert.Contains("opened, one key pair", outcomes);
        Assert.Contains("Damaged", outcomes);
        Assert.Contains("Truncated", outcomes);
        Assert.Contains("PasswordIncorrect", outcomes);
        Assert.Contains("opened, KeyMismatch", outcomes);
    }

    [Fact]
    public void Broken_certificates_end_in_success_or_a_format_error() =>
        Assert.Equal(["opened", "refused"], Run(new CertificateTarget(), 3000).Order());

    [Fact]
    public void Broken_messages_end_in_success_or_a_named_error()
    {
        var outcomes = Run(new MessageTarget(), 2000).ToList();

        Assert.Contains("recipients", outcomes);
        Assert.Contains("signed, Verified", outcomes);
        Assert.Contains("Damaged", outcomes);
        Assert.Contains("Truncated", outcomes);
    }

    [Fact]
    public void Broken_public_keys_end_in_success_or_a_named_error() =>
        Assert.Contains("opened", Run(new PublicKeyTarget(), 2000));

    [Fact]
    public void Broken_private_keys_end_in_success_or_a_named_error() =>
        Assert.Contains("opened", Run(new PrivateKeyTarget(), 1000));

    [Fact]
    public void One_seed_makes_the_same_inputs_always()
    {
        var (one, other) = (new PfxTarget(), new PfxTarget());

        Assert.All(Enumerable.Range(0, 50), index => Assert.Equal(
            one.Create(new FuzzRandom(7, index)).Content, other.Create(new FuzzRandom(7, index)).Content));
    }

    [Fact]
    public void An_unexpected_exception_too_much_time_and_too_much_memory_are_findings()
    {
        var report = new FuzzRunner(new FaultyTarget(), new FuzzOptions
        {
            Count = 4,
            MaxTime = TimeSpan.FromMilliseconds(200),
            MaxMemory = 8 * 1024 * 1024,
        }).Run();

        Assert.Equal([1, 2, 3], report.Findings.Select(finding => finding.Index));
        Assert.Contains(nameof(InvalidDataException), report.Findings[0].Problem);
        Assert.Contains("processor time", report.Findings[1].Problem);
        Assert.Contains("MiB", report.Findings[2].Problem);
        Assert.Equal(1, report.Outcomes["fine"]);
    }

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;

    private IEnumerable<string> Run(IFuzzTarget target, long count)
    {
        var report = new FuzzRunner(target, new FuzzOptions
        {
            Seed = Setting("SMIMECERTTOOLS_FUZZ_SEED", 20261123),
            Count = Setting("SMIMECERTTOOLS_FUZZ_COUNT", count),
        }).Run();
        output.WriteLine(report.ToString());
        Assert.True(report.Findings.Count == 0, string.Join(
            Environment.NewLine, report.Findings.Select(finding => "input " + finding.Index + ": " + finding.Problem)));
        return report.Outcomes.Keys;
    }

    /// <summary>Goes wrong in each of the ways that a runner must notice.</summary>
    private sealed class FaultyTarget : IFuzzTarget
    {
        private int _created;
        private bool _isLookedAt;

        public string Name => "faulty";

        public FuzzInput Create(FuzzRandom random) => new([(byte)_created++], null, "none", []);

        public string Run(FuzzInput input)
        {
            switch (input.Content[0])
            {
                case 1:
                    throw new InvalidDataException();
                case 2:
                    var until = Environment.CpuUsage.TotalTime + TimeSpan.FromMilliseconds(400);
                    while (Environment.CpuUsage.TotalTime < until)
                    {
                        _ = SeedKey.Kinds.Count;
                    }

                    break;
                case 3:
                    // Far more than other tests of this process let go meanwhile, and until the runner has looked a few times.
                    var held = new byte[256 * 1024 * 1024];
                    var collections = GC.CollectionCount(2);
                    var end = _isLookedAt ? Environment.TickCount64 + 10_000 : 0;
                    while (Environment.TickCount64 < end && GC.CollectionCount(2) < collections + 40)
                    {
                        Thread.Sleep(5);
                    }

                    _isLookedAt = true;
                    GC.KeepAlive(held);
                    break;
            }

            return "fine";
        }
    }
}
