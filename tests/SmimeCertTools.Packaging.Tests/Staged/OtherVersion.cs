using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace SmimeCertTools.Packaging.Tests.Staged;

/// <summary>
/// The staged module as a build of another version would be: in its manifest, and in its assemblies' names and references. Each
/// file is another to the runtime too, which takes a copy of one that it has for that one.
/// </summary>
internal static class OtherVersion
{
    /// <summary>Writes it.</summary>
    /// <param name="path">A folder of PSModulePath.</param>
    /// <param name="version">Three digits with dots between, as the staged version: names keep their length.</param>
    public static void Write(string path, string version)
    {
        var staged = Path.GetFileName(StagedModule.Folder);
        foreach (var file in StagedModule.Files)
        {
            var content = File.ReadAllBytes(Path.Combine(StagedModule.Folder, file));
            if (Path.GetFileName(file) == "SmimeCertTools.psd1")
            {
                Replace(content, $"ModuleVersion          = '{staged}'", $"ModuleVersion          = '{version}'");
            }
            else if (Path.GetFileName(file).StartsWith("SmimeCertTools", StringComparison.Ordinal)
                && file.EndsWith(".dll", StringComparison.Ordinal))
            {
                Rename(content, new Version(version + ".0"));
                Replace(content, Guard(staged), Guard(version));
            }

            var target = Path.Combine(path, "SmimeCertTools", version, file);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content);
        }
    }

    private static string Guard(string version) => $"SmimeCertTools.Guard.{version.Replace('.', '_')}";

    private static void Rename(byte[] content, Version version)
    {
        using var image = new PEReader(new MemoryStream(content));
        var metadata = image.GetMetadataReader();
        var start = image.PEHeaders.MetadataStartOffset;

        // Rows of ECMA-335, II.22.2 and II.22.5: that of an assembly has the version after its algorithm, that of a
        // reference first.
        Put(content, start + metadata.GetTableMetadataOffset(TableIndex.Assembly) + sizeof(int), version);
        var row = start + metadata.GetTableMetadataOffset(TableIndex.AssemblyRef);
        foreach (var reference in metadata.AssemblyReferences)
        {
            if (metadata.GetString(metadata.GetAssemblyReference(reference).Name)
                .StartsWith("SmimeCertTools", StringComparison.Ordinal))
            {
                Put(content, row, version);
            }

            row += metadata.GetTableRowSize(TableIndex.AssemblyRef);
        }

        var id = metadata.GetGuid(metadata.GetModuleDefinition().Mvid).ToByteArray();
        content[content.AsSpan().IndexOf(id)] ^= 1;
    }

    private static void Put(byte[] content, int at, Version version)
    {
        foreach (var part in new List<int> { version.Major, version.Minor, version.Build, version.Revision })
        {
            BinaryPrimitives.WriteUInt16LittleEndian(content.AsSpan(at), (ushort)part);
            at += sizeof(ushort);
        }
    }

    private static void Replace(byte[] content, string old, string @new)
    {
        var text = Encoding.UTF8.GetBytes(old);
        for (var at = content.AsSpan().IndexOf(text); at >= 0; at = content.AsSpan().IndexOf(text))
        {
            Encoding.UTF8.GetBytes(@new).CopyTo(content, at);
        }
    }
}
