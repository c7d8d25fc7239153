using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;

namespace SmimeCertTools.Packaging.Tests.References;

/// <summary>
/// Signatures as text in which every type carries the file that defines it: two copies of one library, one of ours and one of the
/// runtime's, make two types of the same name, and a method with the one is not found by who asks for the other.
/// </summary>
internal sealed class SignatureText(AssemblyWorld world)
{
    // In signatures these are codes, not references.
    private static readonly HashSet<string> Coded =
    [
        "Void", "Boolean", "Char", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64",
        "Single", "Double", "String",
        "Object", "IntPtr", "UIntPtr", "TypedReference",
    ];

    public string Of(MethodReference method) =>
        $"{(method.HasThis ? "instance " : string.Empty)}{Of(method.ReturnType)} {method.Name}`{method.GenericParameters.Count}"
        + $"({List(method.Parameters.Where(p => !p.ParameterType.IsSentinel).Select(p => p.ParameterType))})";

    public string Of(FieldReference field) => $"{Of(field.FieldType)} {field.Name}";

    public string Of(TypeReference type) => type switch
    {
        GenericParameter parameter => (parameter.Type == GenericParameterType.Method ? "!!" : "!") + parameter.Position,
        GenericInstanceType instance => $"{Of(instance.ElementType)}<{List(instance.GenericArguments)}>",
        ArrayType array => $"{Of(array.ElementType)}[{array.Rank}{(array.IsVector ? string.Empty : "*")}]",
        PointerType pointer => Of(pointer.ElementType) + "*",
        ByReferenceType reference => Of(reference.ElementType) + "&",
        RequiredModifierType required => $"{Of(required.ElementType)} modreq({Of(required.ModifierType)})",
        OptionalModifierType optional => $"{Of(optional.ElementType)} modopt({Of(optional.ModifierType)})",
        FunctionPointerType function =>
            $"{function.CallingConvention} {Of(function.ReturnType)} *({List(function.Parameters.Select(p => p.ParameterType))})",
        PinnedType pinned => Of(pinned.ElementType),
        _ when type.Namespace == "System" && type.DeclaringType is null && Coded.Contains(type.Name) => type.Name,
        _ when world.Find(type) is { } definition => $"[{definition.Module.FileName}]{definition.FullName}",
        _ => $"[nowhere]{type.FullName}",
    };

    private string List(IEnumerable<TypeReference> types) => string.Join(", ", types.Select(Of));
}
