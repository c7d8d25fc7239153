using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Corpus;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Xunit.Abstractions;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>
/// Third-party, hostile and mutated files, opened by the shipped files of PowerShell 7's edition: what the linker left of
/// BouncyCastle has to know every algorithm that the core's own tests, with the whole of it, know.
/// </summary>
[Collection(StagedModuleCollection.Name)]
public sealed class CoreCorpusTests(ITestOutputHelper output)
{
    private delegate object CopyText(ReadOnlySpan<char> characters);

    [CorpusFact]
    public async Task Every_third_party_file_ends_as_recorded() => await CheckAsync("third-party");

    [CorpusFact]
    public async Task Every_file_of_a_common_producer_ends_as_recorded() => await CheckAsync("common producers");

    [CorpusFact]
    public async Task Every_hostile_file_is_met_as_recorded() => await CheckAsync("hostile");

    [CorpusFact]
    public async Task Every_mutated_file_ends_cleanly() => await CheckAsync("mutated");

    private async Task CheckAsync(string list)
    {
        await using var shell = await HostedShell.OpenAsync(StagedModule.Manifest);
        (await shell.RunAsync("Get-SmimePfx -Path none.pfx -ErrorAction Ignore")).EnsureNoErrors();
        var core = AssemblyLoadContext.All.Single(context => context.Name == "SmimeCertTools").Assemblies
            .Single(assembly => assembly.GetName().Name == "SmimeCertTools.Core");
        Assert.StartsWith(StagedModule.Folder, core.Location, StringComparison.Ordinal);
        var entries = CorpusCheck.Entries(list);
        CorpusCheck.Judge(list, entries, [.. entries.Select(entry => Open(core, entry))], output);
    }

    private static OpenedFile Open(Assembly core, JsonElement entry)
    {
        var content = File.ReadAllBytes(SharedCorpus.PathOf(CorpusCheck.Text(entry, "file")!));
        var text = core.GetType("SmimeCertTools.Core.Secrets.SecretText", throwOnError: true)!;
        using var password = (IDisposable)(CorpusCheck.Text(entry, "password") is { } word
            ? text.GetMethod("Copy")!.CreateDelegate<CopyText>()(word)
            : text.GetMethod("Absent")!.Invoke(null, null)!);
        var watch = Stopwatch.StartNew();
        try
        {
            var open = core.GetType("SmimeCertTools.Core.Pfx.PfxReader", throwOnError: true)!.GetMethod("Open")!;
            using var contents = (IDisposable)open.Invoke(
                null, [new ReadOnlyMemory<byte>(content), password, null, CancellationToken.None])!;
            return new OpenedFile
            {
                Certificates = Thumbprints((IEnumerable<object>)((dynamic)contents).Certificates),
                Pairs = Thumbprints(((IEnumerable<object>)((dynamic)contents).KeyPairs)
                    .Select(pair => (object)((dynamic)pair).Certificate)),
                SingleError = SingleError(core, contents),
                Time = watch.Elapsed,
            };
        }
        catch (TargetInvocationException e)
        {
            return new OpenedFile
            {
                Error = Kind(e.InnerException!),
                Unexpected = Kind(e.InnerException!) is null ? e.InnerException!.ToString() : null,
                Certificates = new HashSet<string>(),
                Pairs = new HashSet<string>(),
                Time = watch.Elapsed,
            };
        }
    }

    private static string? SingleError(Assembly core, object contents)
    {
        try
        {
            core.GetType("SmimeCertTools.Core.Pfx.PfxKeyPairs", throwOnError: true)!.GetMethod("Single")!
                .Invoke(null, [contents, null]);
            return null;
        }
        catch (TargetInvocationException e) when (Kind(e.InnerException!) is { } kind)
        {
            return kind;
        }
    }

    // Any other exception is wrong.
    private static string? Kind(Exception e) =>
        e.GetType().FullName == "SmimeCertTools.Core.Pfx.PfxException" ? ((dynamic)e).Kind.ToString() : null;

    private static HashSet<string> Thumbprints(IEnumerable<object> certificates) =>
        [.. certificates.Select(certificate => (string)((dynamic)certificate).Thumbprint)];
}
