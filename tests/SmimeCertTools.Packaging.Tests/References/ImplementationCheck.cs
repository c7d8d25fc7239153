using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace SmimeCertTools.Packaging.Tests.References;

/// <summary>
/// Which types of a file no runtime would load, since they lack a method that an interface or an abstract base asks for.
/// Methods are told apart by name and number of parameters: what a linker takes away it takes away whole.
/// </summary>
internal sealed class ImplementationCheck(AssemblyWorld world)
{
    /// <summary>What is missing, a line each: the file's name, the type, and the method with the type that asks for it.</summary>
    public IEnumerable<string> Missing(string path)
    {
        var module = world.Read(path);
        return module.GetTypes().Where(type => !type.IsInterface)
            .SelectMany(type => Missing(type).Select(m => $"{module.Assembly.Name.Name}: {type.FullName} lacks {m.FullName}"));
    }

    private IEnumerable<MethodDefinition> Missing(TypeDefinition type)
    {
        var line = Line(type).ToList();
        var methods = line.SelectMany(t => t.Methods).Where(m => !m.IsAbstract).ToList();
        var names = methods.Select(m => (m.Name, m.Parameters.Count)).ToHashSet();
        var overridden = methods.SelectMany(m => m.Overrides.Select(o => (Owner(o), o.Name, o.Parameters.Count))).ToHashSet();
        var own = type.IsAbstract ? [] : line.Skip(1).SelectMany(t => t.Methods);

        // An abstract class may pass an interface's method on as an abstract one of its own.
        var passedOn = line.SelectMany(t => t.Methods).Select(m => (m.Name, m.Parameters.Count)).ToHashSet();
        return own.Concat(line.SelectMany(AllInterfaces).Distinct().SelectMany(i => i.Methods)).Where(asked => asked.IsAbstract
            && !overridden.Contains((asked.DeclaringType.FullName, asked.Name, asked.Parameters.Count))
            && !names.Contains((asked.Name, asked.Parameters.Count))
            && !(type.IsAbstract && passedOn.Contains((asked.Name, asked.Parameters.Count))));
    }

    private static string Owner(MethodReference method) => method.DeclaringType.GetElementType().FullName;

    private IEnumerable<TypeDefinition> Line(TypeDefinition type)
    {
        for (var t = type; t is not null; t = t.BaseType is { } parent ? world.Find(parent.GetElementType()) : null)
        {
            yield return t;
        }
    }

    // Those that an interface brings with it too, whether or not the type names them.
    private IEnumerable<TypeDefinition> AllInterfaces(TypeDefinition type) => type.Interfaces
        .Select(i => world.Find(i.InterfaceType.GetElementType())).OfType<TypeDefinition>()
        .SelectMany(i => AllInterfaces(i).Prepend(i));
}
