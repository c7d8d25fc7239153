using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;
using SmimeCertTools.Packaging.Tests.References;

namespace SmimeCertTools.Packaging.Tests.Runtimes;

/// <summary>
/// PowerShell's engine for a runtime. Only one that was built for .NET 10 can be had. For an older runtime its references are
/// lowered to what that has, and the few calls it does not have yet go to the probe's EngineGaps: the rest is the engine's own
/// code.
/// </summary>
internal static class EngineFolder
{
    private const string Engine = "System.Management.Automation";

    /// <summary>Puts the engine and what it names beside the runtime's own assemblies into <paramref name="target"/>.</summary>
    public static void Write(string target, DotNetRuntime runtime, string probe)
    {
        CopyNative(target);
        var ours = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file), StringComparer.OrdinalIgnoreCase);
        var theirs = runtime.Assemblies();
        var pending = new Queue<string>([Engine]);
        var seen = new HashSet<string>(theirs.Keys, StringComparer.OrdinalIgnoreCase);
        while (pending.TryDequeue(out var name))
        {
            if (!seen.Add(name) || ours[name].FirstOrDefault() is not { } source)
            {
                continue;
            }

            using var module = ModuleDefinition.ReadModule(source);
            foreach (var reference in module.AssemblyReferences)
            {
                pending.Enqueue(reference.Name);
            }

            if (runtime.Version.Major == Environment.Version.Major)
            {
                File.Copy(source, Path.Combine(target, name + ".dll"));
            }
            else
            {
                Lower(module, theirs);
                if (name == Engine)
                {
                    FillGaps(module, theirs, probe);
                }

                module.Write(Path.Combine(target, name + ".dll"));
            }
        }
    }

    /// <summary>The engine's library for the system, which it cannot start without on Unix.</summary>
    private static void CopyNative(string target)
    {
        var folders = ((string?)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") ?? string.Empty).Split(Path.PathSeparator);
        foreach (var file in folders.Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, "libpsl-native.*")))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }
    }

    private static void Lower(ModuleDefinition module, IReadOnlyDictionary<string, string> runtime)
    {
        foreach (var reference in module.AssemblyReferences)
        {
            if (runtime.TryGetValue(reference.Name, out var file)
                && System.Reflection.AssemblyName.GetAssemblyName(file).Version is { } version
                && version < reference.Version)
            {
                reference.Version = version;
            }
        }
    }

    private static void FillGaps(ModuleDefinition module, IReadOnlyDictionary<string, string> runtime, string probe)
    {
        using var world = new AssemblyWorld((_, name) =>
            runtime.GetValueOrDefault(name.Name) ?? (name.Name == Path.GetFileNameWithoutExtension(probe) ? probe : null));
        var check = new ReferenceCheck(world);
        var filler = world.Read(probe);
        var reference = new AssemblyNameReference(filler.Assembly.Name.Name, filler.Assembly.Name.Version);
        var core = AssemblyNameReference.Parse(
            System.Reflection.AssemblyName.GetAssemblyName(runtime["System.Private.CoreLib"]).FullName);

        // Types of other assemblies that are absent here are the engine's for Windows, and not reached.
        foreach (var type in check.MissingTypes(module)
            .Where(t => t.DeclaringType is null && runtime.ContainsKey(t.Scope.Name)).ToList())
        {
            type.Scope = filler.GetType(type.FullName) is null ? Add(module, core) : Add(module, reference);
        }

        var methods = filler.Types.Single(t => t.Name == "EngineGaps").Methods;
        var gaps = check.MissingMembers(module).OfType<MethodReference>().ToDictionary(m => m, m => (MethodReference?)null);
        foreach (var call in module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody)
            .SelectMany(m => m.Body.Instructions))
        {
            if (call.Operand is MethodReference wanted && gaps.TryGetValue(wanted, out var stand))
            {
                gaps[wanted] = stand ??= module.ImportReference(methods.Single(m => StandsFor(m, wanted)));
                call.OpCode = OpCodes.Call;
                call.Operand = stand;
            }
        }
    }

    private static AssemblyNameReference Add(ModuleDefinition module, AssemblyNameReference reference)
    {
        if (module.AssemblyReferences.FirstOrDefault(r => r.Name == reference.Name) is { } present)
        {
            return present;
        }

        module.AssemblyReferences.Add(reference);
        return reference;
    }

    private static bool StandsFor(MethodDefinition method, MethodReference wanted) =>
        method.Name == $"{wanted.DeclaringType.Name}_{wanted.Name}"
        && method.Parameters.Skip(wanted.HasThis ? 1 : 0).Select(p => p.ParameterType.FullName)
            .SequenceEqual(wanted.Parameters.Select(p => p.ParameterType.FullName));
}
