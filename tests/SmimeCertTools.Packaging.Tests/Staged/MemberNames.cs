using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>The types and members that an assembly has or asks for, as text: "T Namespace.Type", "M Namespace.Type.Method(2)".</summary>
internal static class MemberNames
{
    /// <summary>What <paramref name="user"/> asks of the assembly named <paramref name="library"/>.</summary>
    public static HashSet<string> ReferredTo(string user, string library)
    {
        using var image = new PEReader(File.OpenRead(user));
        var metadata = image.GetMetadataReader();
        var names = new HashSet<string>();
        foreach (var handle in metadata.TypeReferences)
        {
            if (Origin(metadata, handle) == library)
            {
                names.Add("T " + Name(metadata, handle));
            }
        }

        foreach (var member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            var type = member.Parent;
            if (type.Kind == HandleKind.TypeSpecification)
            {
                type = GenericType(metadata, (TypeSpecificationHandle)type);
            }

            if (type.Kind == HandleKind.TypeReference && Origin(metadata, (TypeReferenceHandle)type) == library)
            {
                names.Add(Member(
                    Name(metadata, (TypeReferenceHandle)type),
                    metadata.GetString(member.Name),
                    member.GetKind() == MemberReferenceKind.Method ? ParameterCount(metadata, member.Signature) : null));
            }
        }

        return names;
    }

    /// <summary>What the assembly <paramref name="path"/> has, whatever its visibility.</summary>
    public static HashSet<string> Defined(string path)
    {
        using var image = new PEReader(File.OpenRead(path));
        var metadata = image.GetMetadataReader();
        var names = new HashSet<string>();
        foreach (var handle in metadata.TypeDefinitions)
        {
            var type = metadata.GetTypeDefinition(handle);
            var name = Name(metadata, handle);
            names.Add("T " + name);
            names.UnionWith(type.GetFields().Select(f => Member(name, metadata.GetString(metadata.GetFieldDefinition(f).Name), null)));
            names.UnionWith(type.GetMethods().Select(metadata.GetMethodDefinition)
                .Select(m => Member(name, metadata.GetString(m.Name), ParameterCount(metadata, m.Signature))));
        }

        return names;
    }

    private static string Member(string type, string member, int? parameters) =>
        parameters is null ? $"F {type}.{member}" : $"M {type}.{member}({parameters})";

    private static int ParameterCount(MetadataReader metadata, BlobHandle signature)
    {
        var blob = metadata.GetBlobReader(signature);
        if (blob.ReadSignatureHeader().IsGeneric)
        {
            blob.ReadCompressedInteger();
        }

        return blob.ReadCompressedInteger();
    }

    private static EntityHandle GenericType(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var blob = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return default;
        }

        blob.ReadByte();
        return blob.ReadTypeHandle();
    }

    private static string Origin(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var scope = metadata.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => Origin(metadata, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference =>
                metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)scope).Name),
            _ => string.Empty,
        };
    }

    private static string Name(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{Name(metadata, (TypeReferenceHandle)type.ResolutionScope)}+{name}"
            : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    private static string Name(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        return type.GetDeclaringType().IsNil
            ? $"{metadata.GetString(type.Namespace)}.{name}"
            : $"{Name(metadata, type.GetDeclaringType())}+{name}";
    }
}
