using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.Migration;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Tests.Migration;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Benchmarks;

/// <summary>
/// The search for the passwords of a CA's export, 375 files named in five styles and 300 passwords, against what a script does:
/// every password, in the order of the list, opens every file until one does. Both are measured by processor time, which a busy
/// machine does not stretch.
/// </summary>
internal static class ImportListBenchmark
{
    private const int Files = 375;
    private const int Sample = 15;
    private const int Processors = 2;
    private const int MostSeconds = 60;

    /// <summary>Prints the figures; returns how many goals were missed.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        using (var folder = new TempFolder())
        {
            // Nobody measures the compiler.
            var archive = ExportedArchive.Make(folder, people: 10, files: 10, hints: null);
            var passwords = await PasswordList.ReadAsync(archive.List, error => throw error, default);
            await new PasswordSearch(archive.Items, passwords).RunAsync(Environment.ProcessorCount, default);
            _ = passwords.Count(password => Opens(File.ReadAllBytes(archive.Items[0].Path), password));
        }

        return await CompareAsync(output, "mail addresses beside the passwords", person => person.Address, ratio: 10)
            + await CompareAsync(
                output, "names beside them", person => $"{person.First} {person.Last} {person.Number}", ratio: 10)
            + await CompareAsync(output, "nothing beside them", hints: null, ratio: 1.5);
    }

    private static async Task<int> CompareAsync(
        TextWriter output, string what, Func<ExportedArchive.Person, string>? hints, double ratio)
    {
        using var folder = new TempFolder();
        var archive = ExportedArchive.Make(folder, people: 300, Files, hints);
        var passwords = await PasswordList.ReadAsync(archive.List, error => throw error, default);
        var search = new PasswordSearch(archive.Items, passwords);
        var clock = Stopwatch.StartNew();
        var before = Spent();
        var found = await search.RunAsync(Environment.ProcessorCount, default);
        var rows = await new ImportListBuilder(new NamedOwners()).BuildAsync(found, default);
        var (wall, own) = (clock.Elapsed.TotalSeconds, Spent() - before);
        before = Spent();
        var step = Files / Sample;
        var sample = archive.Items.Where((_, place) => place % step == 0).ToList();
        await Parallel.ForEachAsync(
            sample,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (item, token) =>
            {
                var content = await File.ReadAllBytesAsync(item.Path, token);
                _ = passwords.First(password => Opens(content, password));
            });
        var rival = (Spent() - before) * Files / sample.Count;
        var matched = 100.0 * rows.Count(row => row.UserPrincipalName is not null) / Files;
        var isReached = matched >= 95 && rival >= ratio * own && own / Processors <= MostSeconds;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {(isReached ? " " : "!")} {Files} files, {passwords.Count} passwords, {what}:
                {matched:0.#} % matched (goal >= 95)
                {search.Trials} passwords tried on files, {archive.TrialsInOrder} in the order of the list
                {own:0.0} s of processor time, {own / Processors:0.0} s on {Processors} processors that do nothing else
                (goal <= {MostSeconds}; now it took {wall:0.0} s); every password opening every file {rival:0} s,
                {rival / own:0.0} times as much (goal >= {ratio:0.#}; from {sample.Count} files)
            """));
        return isReached ? 0 : 1;
    }

    private static double Spent()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    private static bool Opens(byte[] content, ListedPassword password)
    {
        try
        {
            PfxReader.Open(content, password.Password).Dispose();
            return true;
        }
        catch (PfxException)
        {
            return false;
        }
    }
}
