using System;
using System.Collections.Generic;
using System.Linq;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace SmimeCertTools.Architecture.Tests;

/// <summary>
/// Reads from an assembly which of its types use which others: in bases, members, attributes and method bodies. A constant of
/// another type, its name by nameof and a cref leave no trace in an assembly, and are not seen.
/// </summary>
public static class AssemblyReader
{
    /// <summary>The uses that cross a namespace, and the namespaces that hold types.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="references">A folder of assemblies that it refers to.</param>
    public static (IReadOnlyList<TypeUse> Uses, IReadOnlyList<string> Namespaces) Read(string path, string references)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(references);
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = resolver });
        var uses = new HashSet<TypeUse>();
        var namespaces = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in module.Types.Where(type => !IsForeign(type)))
        {
            namespaces.Add(type.Namespace);
            foreach (var used in WithNested(type).SelectMany(References).SelectMany(Parts).Select(Outermost))
            {
                if (used.Scope == module && used.Namespace != type.Namespace && !IsForeign(used))
                {
                    uses.Add(new TypeUse(type.Namespace, Name(type), used.Namespace, Name(used)));
                }
            }
        }

        return (uses.OrderBy(use => use.ToString(), StringComparer.Ordinal).ToList(), namespaces.ToList());
    }

    /// <summary>What the compiler adds (Program as well), and stand-ins for types that a newer platform has.</summary>
    private static bool IsForeign(TypeReference type) =>
        type.Namespace.Length == 0 || type.Name.StartsWith('<')
        || $"{type.Namespace}.".StartsWith("System.", StringComparison.Ordinal)
        || $"{type.Namespace}.".StartsWith("Microsoft.", StringComparison.Ordinal);

    private static string Name(TypeReference type) => type.Name.Split('`')[0];

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static TypeReference Outermost(TypeReference type) =>
        type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>The types that a reference is made of: elements of arrays, arguments of generic types, and so on.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Concat(Parts(generic.ElementType)),
        RequiredModifierType modified => Parts(modified.ModifierType).Concat(Parts(modified.ElementType)),
        OptionalModifierType modified => Parts(modified.ModifierType).Concat(Parts(modified.ElementType)),
        FunctionPointerType => throw new NotSupportedException("A function pointer: teach the reader what it is made of."),
        TypeSpecification specification => Parts(specification.ElementType),
        _ => [type],
    };

    private static IEnumerable<TypeReference?> References(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.SelectMany(item => Attributes(item).Prepend(item.InterfaceType)),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(field => Attributes(field).Prepend(field.FieldType)),
        .. type.Properties.SelectMany(property => Attributes(property).Prepend(property.PropertyType)),
        .. type.Events.SelectMany(item => Attributes(item).Prepend(item.EventType)),
        .. type.Methods.SelectMany(References),
    ];

    private static IEnumerable<TypeReference?> References(MethodDefinition method) =>
    [
        .. Signature(method),
        .. Attributes(method),
        .. Attributes(method.MethodReturnType),
        .. Constraints(method),
        .. method.Parameters.SelectMany(Attributes),
        .. method.Overrides.SelectMany(Signature),
        .. method.HasBody ? Body(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> Body(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(Operand),
    ];

    private static IEnumerable<TypeReference?> Operand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => Signature(method),
        CallSite site => site.Parameters.Select(parameter => parameter.ParameterType).Append(site.ReturnType),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.DeclaringType,
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider provider) =>
        provider.GenericParameters.SelectMany(parameter => parameter.Constraints)
            .Select(constraint => constraint.ConstraintType);

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(attribute =>
            attribute.ConstructorArguments
                .Concat(attribute.Properties.Select(named => named.Argument))
                .Concat(attribute.Fields.Select(named => named.Argument))
                .SelectMany(Argument)
                .Prepend(attribute.AttributeType));

    private static IEnumerable<TypeReference?> Argument(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument inner => Argument(inner).Prepend(argument.Type),
        CustomAttributeArgument[] items => items.SelectMany(Argument).Prepend(argument.Type),
        _ => [argument.Type],
    };
}
