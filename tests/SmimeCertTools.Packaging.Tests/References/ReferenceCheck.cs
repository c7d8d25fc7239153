using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace SmimeCertTools.Packaging.Tests.References;

/// <summary>Which assemblies, types and members that a file names do not exist in a world.</summary>
internal sealed class ReferenceCheck(AssemblyWorld world)
{
    private readonly SignatureText text = new(world);
    private readonly Dictionary<TypeDefinition, HashSet<string>> members = [];

    /// <summary>What is missing, a line each: the file's name, the assembly it should be in, and what is asked for.</summary>
    public IEnumerable<string> Missing(string path)
    {
        var module = world.Read(path);
        var user = module.Assembly.Name.Name;
        return MissingAssemblies(module).Select(a => $"{user}: {a.Name} {a.Version}")
            .Concat(MissingTypes(module).Select(t => $"{user}: {Scope(t)} {t.FullName}"))
            .Concat(MissingMembers(module).Select(m => $"{user}: {Scope(m.DeclaringType)} {m.FullName}"));
    }

    /// <summary>The assemblies that nothing answers for.</summary>
    public IEnumerable<AssemblyNameReference> MissingAssemblies(ModuleDefinition module) =>
        module.AssemblyReferences.Where(r => world.FileFor(module, r) is null);

    /// <summary>The types that are not where they should be.</summary>
    public IEnumerable<TypeReference> MissingTypes(ModuleDefinition module) =>
        module.GetTypeReferences().Where(t => world.Find(t) is null);

    /// <summary>Methods and fields that a type that does exist has not; the runtime makes those of arrays.</summary>
    public IEnumerable<MemberReference> MissingMembers(ModuleDefinition module) => module.GetMemberReferences().Where(member =>
        member.DeclaringType is not ArrayType
        && world.Find(member.DeclaringType.GetElementType()) is { } owner
        && !Has(owner, member is MethodReference m ? text.Of(m) : text.Of((FieldReference)member)));

    private static string Scope(TypeReference type) => type.GetElementType().Scope.Name;

    // As the runtime looks: the type itself and what it derives from.
    private bool Has(TypeDefinition owner, string signature)
    {
        for (var type = owner; type is not null; type = type.BaseType is { } parent ? world.Find(parent.GetElementType()) : null)
        {
            if (MembersOf(type).Contains(signature))
            {
                return true;
            }
        }

        return false;
    }

    private HashSet<string> MembersOf(TypeDefinition type)
    {
        if (!members.TryGetValue(type, out var all))
        {
            all = [.. type.Methods.Select(m => text.Of(m)), .. type.Fields.Select(f => text.Of(f))];
            members.Add(type, all);
        }

        return all;
    }
}
