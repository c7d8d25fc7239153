using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using BenchmarkDotNet.Attributes;

namespace SmimeCertTools.Benchmarks;

/// <summary>
/// One way of opening after the other, with memory: for work on the reader. The goals are judged by the comparison.
/// </summary>
[MemoryDiagnoser]
public class OpenBenchmarks
{
    private PfxCases? _cases;
    private IReadOnlyList<PfxCase> _files = [];
    private PfxCase? _file;

    /// <summary>The number of the file, in the comparison's order.</summary>
    [Params(0, 1, 2, 3, 4, 5, 6, 7)]
    public int File { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _cases = new PfxCases();
        _files = await _cases.MakeAsync();
        _file = _files.ElementAt(File);
    }

    [GlobalCleanup]
    public void Cleanup() => _cases?.Dispose();

    [Benchmark(Baseline = true)]
    public void Derivations() => _file!.Floor.Run();

    [Benchmark]
    public void PfxReader() => Rivals.OpenOurs(_file!);

    [Benchmark]
    public void LoadPkcs12() => Rivals.OpenByPlatform(_file!);

    [Benchmark]
    public void Pkcs12Store() => Rivals.OpenByBouncyCastle(_file!);
}
