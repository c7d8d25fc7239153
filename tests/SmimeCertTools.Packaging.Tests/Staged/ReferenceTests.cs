using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>What no run on this machine can show: that each edition's folder is complete, read from metadata.</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void Every_member_of_the_core_that_the_cmdlets_use_exists(string edition)
    {
        var core = Path.Combine(StagedModule.Folder, edition, "SmimeCertTools.Core.dll");
        var wanted = MemberNames.ReferredTo(Path.Combine(StagedModule.Folder, "SmimeCertTools.dll"), "SmimeCertTools.Core");
        Assert.NotEmpty(wanted);
        Assert.Empty(wanted.Except(MemberNames.Defined(core)));
    }

    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void Every_member_that_the_core_uses_of_a_linked_library_survived(string edition)
    {
        var folder = Path.Combine(StagedModule.Folder, edition);
        foreach (var linked in new[] { "Microsoft.Graph", "Microsoft.Graph.Core", "BouncyCastle.Cryptography" })
        {
            var path = Path.Combine(folder, linked + ".dll");
            if (!File.Exists(path))
            {
                continue;
            }

            var defined = MemberNames.Defined(path);
            foreach (var user in Directory.GetFiles(folder, "*.dll"))
            {
                Assert.Empty(MemberNames.ReferredTo(user, linked).Except(defined));
            }
        }
    }

    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void Every_member_that_a_linked_library_uses_of_the_others_exists(string edition)
    {
        // Microsoft.Graph is linked once for both editions, against the libraries of one.
        var folder = Path.Combine(StagedModule.Folder, edition);
        var graph = Path.Combine(folder, "Microsoft.Graph.dll");
        var used = 0;
        foreach (var other in Directory.GetFiles(folder, "*.dll"))
        {
            var wanted = MemberNames.ReferredTo(graph, Path.GetFileNameWithoutExtension(other));
            used += wanted.Count();
            Assert.Empty(wanted.Except(MemberNames.Defined(other)));
        }

        Assert.NotEqual(0, used);
    }

    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void Every_assembly_that_is_referred_to_is_in_the_folder_or_in_the_oldest_runtime(string edition)
    {
        var folder = Path.Combine(StagedModule.Folder, edition);
        var ours = Directory.GetFiles(folder, "*.dll").Select(AssemblyName.GetAssemblyName).ToDictionary(n => n.Name!);
        var missing = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*.dll"))
        {
            using var image = new PEReader(File.OpenRead(file));
            var metadata = image.GetMetadataReader();
            foreach (var reference in metadata.AssemblyReferences.Select(metadata.GetAssemblyReference))
            {
                var name = metadata.GetString(reference.Name);
                var found = ours.TryGetValue(name, out var own)
                    ? own.Version >= reference.Version
                    : RuntimeVersions(edition).TryGetValue(name, out var version) && version >= reference.Version;
                if (!found)
                {
                    missing.Add($"{Path.GetFileName(file)} needs {name} {reference.Version}");
                }
            }
        }

        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
    }

    // .NET Framework 4.7.2 and .NET 8 as their reference assemblies have them; the build restored both.
    private static Dictionary<string, Version> RuntimeVersions(string edition) => Runtimes.GetOrAdd(edition, static edition =>
        File.ReadLines(RepositoryRoot.Combine("artifacts", "module", $"{edition}.references.txt"))
            .Where(File.Exists)
            .Select(AssemblyName.GetAssemblyName)
            .GroupBy(n => n.Name!)
            .ToDictionary(g => g.Key, g => g.Max(n => n.Version)!));

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Dictionary<string, Version>> Runtimes = new();
}
