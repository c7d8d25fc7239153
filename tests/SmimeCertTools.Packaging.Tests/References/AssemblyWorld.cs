using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Mono.Cecil;

namespace SmimeCertTools.Packaging.Tests.References;

/// <summary>
/// The assemblies of one runtime and of the module, and which file answers when a file of either names another.
/// </summary>
/// <param name="answer">The file for what the file at the given path names, or null when there is none.</param>
internal sealed class AssemblyWorld(Func<string, AssemblyNameReference, string?> answer) : IDisposable
{
    private readonly Dictionary<string, ModuleDefinition> modules = [];
    private readonly Dictionary<(ModuleDefinition Asking, TypeReference Type), TypeDefinition?> known = [];

    /// <summary>The assembly at <paramref name="path"/>.</summary>
    public ModuleDefinition Read(string path)
    {
        if (!modules.TryGetValue(path, out var module))
        {
            module = ModuleDefinition.ReadModule(path, new ReaderParameters { ReadingMode = ReadingMode.Deferred });
            modules.Add(path, module);
        }

        return module;
    }

    /// <summary>The file that answers for <paramref name="name"/>, or null.</summary>
    public string? FileFor(ModuleDefinition asking, AssemblyNameReference name) => answer(asking.FileName, name);

    /// <summary>
    /// What <paramref name="type"/> stands for, through nested types and forwarders; null when it does not exist.
    /// </summary>
    public TypeDefinition? Find(TypeReference type)
    {
        if (type is TypeDefinition definition)
        {
            return definition;
        }

        if (!known.TryGetValue((type.Module, type), out var found))
        {
            found = type.DeclaringType is { } outer
                ? Find(outer)?.NestedTypes.FirstOrDefault(n => n.Name == type.Name)
                : FindIn(type.Module, type.Scope, type.Namespace, type.Name);
            known.Add((type.Module, type), found);
        }

        return found;
    }

    public void Dispose()
    {
        foreach (var module in modules.Values)
        {
            module.Dispose();
        }
    }

    private TypeDefinition? FindIn(ModuleDefinition asking, IMetadataScope scope, string @namespace, string name)
    {
        // A forwarder may lead to a forwarder, and a broken pair of them round in a circle.
        for (var steps = 0; steps < 10; steps++)
        {
            var module = asking;
            if (scope is AssemblyNameReference reference)
            {
                if (FileFor(asking, reference) is not { } file)
                {
                    return null;
                }

                module = Read(file);
            }

            if (module.GetType(@namespace, name) is { } type)
            {
                return type;
            }

            if (module.ExportedTypes.FirstOrDefault(
                e => e.IsForwarder && e.Name == name && e.Namespace == @namespace) is not { } forwarder)
            {
                return null;
            }

            asking = module;
            scope = forwarder.Scope;
        }

        throw new InvalidDataException($"'{@namespace}.{name}' is forwarded without end.");
    }
}
