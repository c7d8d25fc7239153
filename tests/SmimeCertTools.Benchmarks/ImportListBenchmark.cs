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
/// every password, in the order of the list, opens every file until one does.
/// </summary>
internal static class ImportListBenchmark
{
    private const int Files = 375;
    private const int Sample = 15;

    /// <summary>Prints the figures; returns how many goals were missed.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
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
        var found = await search.RunAsync(Environment.ProcessorCount, default);
        var rows = await new ImportListBuilder(new NamedOwners()).BuildAsync(found, default);
        var own = clock.Elapsed;
        clock.Restart();
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
        var rival = clock.Elapsed.TotalSeconds * Files / sample.Count;
        var matched = 100.0 * rows.Count(row => row.UserPrincipalName is not null) / Files;
        var isReached = matched >= 95 && rival >= ratio * own.TotalSeconds;
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {(isReached ? " " : "!")} {Files} files, {passwords.Count} passwords, {what}:
                {matched:0.#} % matched (goal >= 95)
                {search.Trials} passwords tried on files, {archive.TrialsInOrder} in the order of the list
                {own.TotalSeconds:0.0} s on {Environment.ProcessorCount} processors; every password opening every file
                {rival:0} s, {rival / own.TotalSeconds:0.0} times as long (goal >= {ratio:0.#}; from {sample.Count} files)
            """));
        return isReached ? 0 : 1;
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
