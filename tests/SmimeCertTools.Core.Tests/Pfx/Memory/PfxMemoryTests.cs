using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Core.Tests.Pfx.Memory;

/// <summary>
/// What a file of up to 1 MB may cost: 64 MB of memory over the process's own, as the operating system counts it, what is only
/// garbage included. How much of that lies about before it is collected depends on the processor's cache: a budget that no file
/// uses up makes it all of it, so that what holds here holds on every machine.
/// </summary>
public sealed class PfxMemoryTests(ITestOutputHelper output)
{
    private const long Limit = 64L << 20;

    private static readonly Dictionary<string, string> NoCollection = new() { ["DOTNET_GCgen0size"] = "0x10000000" };

    [Fact]
    public async Task Hostile_files_of_one_megabyte_take_bounded_memory()
    {
        using var folder = new TempFolder();
        var inputs = new List<ProbeInput>();
        foreach (var (name, content) in HostileFiles.All())
        {
            Assert.InRange(content.Length, 1, HostileFiles.MaxSize);
            inputs.Add(new(name, folder.Write(name + ".pfx", content), HostileFiles.Password));
        }

        var results = await ProbeAsync(folder, inputs);

        Assert.All(inputs.Zip(results), pair => Assert.Equal(pair.First.Name, pair.Second.Name));
        Check(results);
    }

    [CorpusFact]
    public async Task Recorded_hostile_files_take_bounded_memory()
    {
        using var folder = new TempFolder();
        var inputs = Corpus.Entries("generated", "hostile").Select(entry => new ProbeInput(
            entry.Text("file"), Corpus.PathOf(entry.Text("file")), entry.GetProperty("password").GetString())).ToList();

        Check(await ProbeAsync(folder, inputs));
    }

    private static async Task<List<ProbeResult>> ProbeAsync(TempFolder folder, List<ProbeInput> inputs)
    {
        var seed = new byte[32];
        var ordinary = HostileDer.File(HostileDer.ClearPart(
            HostileDer.Bag(1, HostileDer.Ed25519Key(seed)), HostileDer.CertificateBag(HostileDer.Certificate(1))));
        inputs = [new("ordinary", folder.Write("ordinary.pfx", ordinary), HostileFiles.Password), .. inputs];
        var list = folder.Write("list.json", JsonSerializer.Serialize(inputs));
        var written = await ToolProcess.RunAsync(
            "dotnet", ["exec", typeof(PfxMemoryTests).Assembly.Location, Program.ProbeCommand, list], environment: NoCollection);
        var results = Encoding.UTF8.GetString(written).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<ProbeResult>(line)!).ToList();
        Assert.Equal(inputs.Count - 1, results.Count);
        return results;
    }

    private void Check(List<ProbeResult> results)
    {
        foreach (var result in results.OrderByDescending(result => result.PeakBytes))
        {
            output.WriteLine(
                $"{result.PeakBytes / 1048576.0,6:F1} MB {result.Milliseconds,8:F0} ms  {result.Name}: {result.Outcome}");
        }

        Assert.NotEmpty(results);
        Assert.All(
            results, result => Assert.True(result.PeakBytes < Limit, result.Name + " took " + result.PeakBytes + " bytes."));
    }
}
