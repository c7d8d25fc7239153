using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using SmimeCertTools.Packaging.Tests.Staged;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.References;

/// <summary>
/// What staging takes out of others' assemblies is looked up by none that are left: not by reference, which ReferenceTests see,
/// and not by a name in a string, which reflection would look up.
/// </summary>
public sealed class RemovalTests
{
    private static readonly string[] Own = ["SmimeCertTools.Core", "SmimeCertTools.Loader", "SmimeCertTools.Types"];

    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void An_assembly_that_is_left_out_is_named_by_no_reference_and_no_text(string edition)
    {
        var removed = StagedModule.Published(edition).Select(path => Path.GetFileNameWithoutExtension(path)).Except(Own)
            .Except(Worlds.Files(edition).Select(path => Path.GetFileNameWithoutExtension(path))).ToHashSet();
        Assert.Superset(new HashSet<string> { "Azure.Identity", "Microsoft.IdentityModel.Tokens" }, removed);
        var found = new List<string>();
        foreach (var file in Worlds.Files(edition))
        {
            using var module = ModuleDefinition.ReadModule(file);
            found.AddRange(module.AssemblyReferences.Select(reference => reference.Name)
                .Concat(Texts(module).Select(text => text.Split(',')[0].Trim()).Select(WithoutExtension)
                    .Concat(Texts(module).Where(text => text.Contains(',')).Select(text => text.Split(',')[1].Trim())))
                .Where(removed.Contains).Select(name => $"{Path.GetFileName(file)} names {name}"));
        }

        Assert.Empty(found.Distinct());
    }

    [Theory]
    [InlineData("core")]
    [InlineData("desktop")]
    public void A_type_that_is_taken_out_is_named_by_no_text(string edition)
    {
        var files = Worlds.Files(edition).GroupBy(path => Path.GetFileName(path))
            .ToDictionary(same => same.Key, same => same.First());
        var removed = new HashSet<string>();
        foreach (var path in StagedModule.Published(edition).Where(path => files.ContainsKey(Path.GetFileName(path))))
        {
            removed.UnionWith(Types(path).Except(Types(files[Path.GetFileName(path)])).Where(name => !IsCompilers(name)));
        }

        Assert.True(removed.Count > 1000, $"{removed.Count}");
        var found = new List<string>();
        foreach (var file in files.Values)
        {
            using var module = ModuleDefinition.ReadModule(file);
            found.AddRange(Texts(module).Where(text => removed.Contains(text.Split(',')[0].Trim()))
                .Select(text => $"{Path.GetFileName(file)} names {text}"));
        }

        Assert.True(found.Count == 0, string.Join(Environment.NewLine, found.Distinct()));
    }

    // Attributes that compilers put into assemblies for runtimes without them. Who asks for their names means anybody's.
    private static bool IsCompilers(string type) =>
        type.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal)
        || type.StartsWith("System.Diagnostics.CodeAnalysis.", StringComparison.Ordinal);

    [Fact]
    public void The_JSON_reader_of_the_sign_in_library_and_what_it_fills_are_whole_in_Windows_PowerShell()
    {
        const string Library = "Microsoft.Identity.Client.dll";
        var published = ReadByReflection(StagedModule.Published("desktop").Single(path => Path.GetFileName(path) == Library));
        var staged = ReadByReflection(Path.Combine(StagedModule.Folder, "desktop", Library)).ToHashSet();
        Assert.Contains(published, member => member.Contains("OAuth2.MsalTokenResponse::", StringComparison.Ordinal));
        Assert.True(published.Count > 3000, $"{published.Count}");
        Assert.DoesNotContain(published, member => !staged.Contains(member));
    }

    // The members of the reader's types, of all that carry an attribute of its, and of all that it is asked for by type.
    private static List<string> ReadByReflection(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        bool IsReaders(TypeReference type) => type.Namespace.StartsWith("Microsoft.Identity.Json", StringComparison.Ordinal)
            || (type.DeclaringType is { } outer && IsReaders(outer));
        bool IsMarked(ICustomAttributeProvider member) => member.CustomAttributes.Any(a => IsReaders(a.AttributeType));
        var asked = module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions).Select(instruction => instruction.Operand)
            .OfType<GenericInstanceMethod>().Where(call => call.Name.EndsWith("FromJson", StringComparison.Ordinal)
                || call.Name.EndsWith("ToJson", StringComparison.Ordinal))
            .SelectMany(call => call.GenericArguments).OfType<TypeDefinition>().ToHashSet();
        return [.. module.GetTypes()
            .Where(type => IsReaders(type) || asked.Contains(type) || IsMarked(type)
                || type.Properties.Any(IsMarked) || type.Fields.Any(IsMarked))
            .SelectMany(type => type.Methods.Select(method => method.FullName)
                .Concat(type.Fields.Select(field => field.FullName)))];
    }

    private static string WithoutExtension(string name) =>
        name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? name[..^4] : name;

    private static HashSet<string> Types(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return [.. module.GetTypes().Select(type => type.FullName.Replace('/', '+'))];
    }

    private static List<string> Texts(ModuleDefinition module) =>
        [.. module.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody)
            .SelectMany(method => method.Body.Instructions).Select(instruction => instruction.Operand).OfType<string>()];
}
