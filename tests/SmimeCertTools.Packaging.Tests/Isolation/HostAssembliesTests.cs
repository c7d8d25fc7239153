using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Isolation;

/// <summary>
/// These tests run beside what PowerShell brings, as the module does in pwsh. Nothing else of the module's dependencies may lie
/// there: what the default context finds by itself proves nothing about the module's own loader.
/// </summary>
[Collection(StagedModuleCollection.Name)]
public sealed class HostAssembliesTests
{
    private static readonly string Core = Path.Combine(StagedModule.Folder, "core");

    /// <summary>Every assembly that the default context finds by name: name to path.</summary>
    private static Dictionary<string, string> Found { get; } = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .GroupBy(path => Path.GetFileNameWithoutExtension(path), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that both PowerShell, or the runtime, and the module bring.</summary>
    private static IReadOnlyList<string> Shared { get; } =
        [.. Directory.GetFiles(Core, "*.dll").Concat(Directory.GetFiles(StagedModule.Shared, "*.dll"))
            .Select(path => Path.GetFileNameWithoutExtension(path)).Where(Found.ContainsKey)];

    [Fact]
    public void Only_what_PowerShell_or_the_runtime_brings_lies_beside_the_tests()
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllText(Path.Combine(
            AppContext.BaseDirectory, typeof(HostAssembliesTests).Assembly.GetName().Name + ".deps.json")));
        var libraries = dependencies.RootElement.GetProperty("targets").EnumerateObject().Single().Value.EnumerateObject()
            .ToDictionary(library => library.Name.Split('/')[0], library => library.Value);
        var ofPowerShell = AssembliesOf("Microsoft.PowerShell.SDK", libraries);
        Assert.Contains("Microsoft.PowerShell.Commands.Utility", ofPowerShell);
        Assert.Contains("Newtonsoft.Json", ofPowerShell);
        Assert.All(
            Shared.Where(name => Found[name].StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)),
            name => Assert.Contains(name, ofPowerShell));
        Assert.All(
            new[]
            {
                "SmimeCertTools", "SmimeCertTools.Core", "SmimeCertTools.Loader", "Microsoft.Graph",
                "Microsoft.Kiota.Abstractions", "Azure.Core", "Azure.Identity", "Microsoft.Identity.Client",
                "Microsoft.IdentityModel.Tokens", "BouncyCastle.Cryptography", "CsvHelper",
            },
            name => Assert.False(Found.ContainsKey(name), $"{name} is found without the module's loader."));
    }

    [Fact]
    public async Task What_PowerShell_brings_as_well_comes_from_the_modules_folder_or_is_the_runtimes_and_new_enough()
    {
        await using var shell = await HostedShell.OpenAsync(StagedModule.Manifest);
        (await shell.RunAsync("Get-SmimePfx -Path none.pfx -ErrorAction Ignore")).EnsureNoErrors();
        var context = AssemblyLoadContext.All.Single(candidate => candidate.Name == "SmimeCertTools");
        Assert.Contains("Microsoft.Extensions.Configuration.Abstractions", Shared);
        foreach (var name in Shared)
        {
            var file = AssemblyName.GetAssemblyName(StagedModule.FileOf(name));
            var loaded = context.LoadFromAssemblyName(file);
            var isOurs = loaded.Location == StagedModule.FileOf(name);
            Assert.True(
                isOurs || (name.StartsWith("System.", StringComparison.Ordinal) && loaded.GetName().Version >= file.Version),
                $"{file} was loaded from {loaded.Location}.");
        }
    }

    [Fact]
    public async Task Commands_of_PowerShell_use_its_libraries_and_the_module_its_own_in_one_pipeline()
    {
        await using var shell = await HostedShell.OpenAsync(StagedModule.Manifest);

        // ConvertFrom-Json is Newtonsoft.Json's, ConvertFrom-Markdown Markdig's; the token is read by System.Text.Json.
        var result = (await shell.RunAsync("""
            $json = '{ "Token": "e30.e30.e30" }' | ConvertFrom-Json
            $html = '# Token' | ConvertFrom-Markdown
            $token = ConvertTo-SecureString $json.Token -AsPlainText -Force
            Connect-SmimeGraph -AccessToken $token -GraphUri http://127.0.0.1:1/ -NoVerify
            Get-SmimeGraphContext | Select-Object AuthType | ConvertTo-Json -Compress
            $html.Html
            Disconnect-SmimeGraph
            """)).EnsureNoErrors();

        Assert.Contains("AccessToken", result.OutputAs<string>()[0], StringComparison.Ordinal);
        Assert.Contains("Token</h1>", result.OutputAs<string>()[1], StringComparison.Ordinal);
        Assert.DoesNotContain(
            AssemblyLoadContext.All.Single(candidate => candidate.Name == "SmimeCertTools").Assemblies,
            assembly => assembly.GetName().Name is "Newtonsoft.Json" or "Markdig.Signed" or "Microsoft.ApplicationInsights");
    }

    private static HashSet<string> AssembliesOf(string package, Dictionary<string, JsonElement> libraries)
    {
        var assemblies = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>();
        var ahead = new Stack<string>([package]);
        while (ahead.TryPop(out var name))
        {
            if (!seen.Add(name) || !libraries.TryGetValue(name, out var library))
            {
                continue;
            }

            foreach (var part in new[] { "runtime", "runtimeTargets" })
            {
                if (library.TryGetProperty(part, out var files))
                {
                    assemblies.UnionWith(files.EnumerateObject().Select(file => Path.GetFileNameWithoutExtension(file.Name)));
                }
            }

            if (library.TryGetProperty("dependencies", out var needs))
            {
                foreach (var need in needs.EnumerateObject())
                {
                    ahead.Push(need.Name);
                }
            }
        }

        return assemblies;
    }
}
