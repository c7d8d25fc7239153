using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace SmimeCertTools.Fuzzing.Seeds;

/// <summary>Files in TNEF (winmail.dat), as MS-OXTNEF section 2.1.3 lays them out.</summary>
public static class TnefSeeds
{
    private const byte OfMessage = 1;
    private const byte OfAttachment = 2;

    /// <summary>A mail with files in it.</summary>
    public static byte[] Create(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(0x223E9F78u);
        writer.Write((ushort)0x0102);
        Attribute(writer, OfMessage, 0x00089006, [0, 0, 1, 0]);
        Attribute(writer, OfMessage, 0x00078008, "IPM.Note.SMIME\0"u8.ToArray());
        foreach (var (name, content) in files)
        {
            Attribute(writer, OfAttachment, 0x00069002, new byte[14]);
            Attribute(writer, OfAttachment, 0x00018010, [.. Encoding.UTF8.GetBytes(name), 0]);
            Attribute(writer, OfAttachment, 0x0006800F, content);
            Attribute(writer, OfAttachment, 0x00069005, [0, 0, 0, 0]);
        }

        return stream.ToArray();
    }

    /// <summary>A mail with winmail.dat in it.</summary>
    public static byte[] Mail(byte[] tnef) => MessageSeeds.Mail("application/ms-tnef", "winmail.dat", tnef);

    private static void Attribute(BinaryWriter writer, byte level, uint name, byte[] content)
    {
        writer.Write(level);
        writer.Write(name);
        writer.Write(content.Length);
        writer.Write(content);
        writer.Write((ushort)content.Aggregate(0u, (sum, one) => sum + one));
    }
}
