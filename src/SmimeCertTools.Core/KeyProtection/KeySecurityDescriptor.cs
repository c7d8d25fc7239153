using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>One entry of an access list.</summary>
internal readonly record struct KeyAccessEntry(string Sid, uint Mask, bool IsDenied = false);

/// <summary>
/// Self-relative security descriptors with a discretionary access list, by [MS-DTYP] sections 2.4.4 to 2.4.6.
/// https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/7d4dac05-9cef-4563-a058-f108abecce1d
/// </summary>
internal static class KeySecurityDescriptor
{
    public const uint GenericAll = 0x10000000;
    public const uint GenericRead = 0x80000000;

    private const int HeaderLength = 20;
    private const int ListHeaderLength = 8;
    private const int EntryHeaderLength = 8;
    private const int DaclPresent = 0x0004;
    private const int DaclProtected = 0x1000;
    private const int SelfRelative = 0x8000;
    private const byte InheritOnly = 0x08;

    /// <summary>Writes a list that inherits nothing.</summary>
    /// <exception cref="ArgumentException">An entry's SID is none.</exception>
    public static byte[] Write(IReadOnlyList<KeyAccessEntry> entries)
    {
        var sids = entries.Select(entry => SecurityIdentifiers.TryParse(entry.Sid, out var sid)
            ? sid : throw new ArgumentException($"'{entry.Sid}' is no SID.", nameof(entries))).ToList();
        var listLength = ListHeaderLength + sids.Sum(sid => EntryHeaderLength + sid.Length);
        var descriptor = new byte[HeaderLength + listLength];
        descriptor[0] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(descriptor.AsSpan(2), SelfRelative | DaclPresent | DaclProtected);
        BinaryPrimitives.WriteInt32LittleEndian(descriptor.AsSpan(16), HeaderLength);

        var list = descriptor.AsSpan(HeaderLength);
        list[0] = 2; // ACL_REVISION
        BinaryPrimitives.WriteUInt16LittleEndian(list.Slice(2), (ushort)listLength);
        BinaryPrimitives.WriteUInt16LittleEndian(list.Slice(4), (ushort)sids.Count);
        list = list.Slice(ListHeaderLength);
        for (var i = 0; i < sids.Count; i++)
        {
            var length = EntryHeaderLength + sids[i].Length;
            list[0] = entries[i].IsDenied ? (byte)1 : (byte)0; // ACCESS_DENIED_ACE_TYPE, ACCESS_ALLOWED_ACE_TYPE
            BinaryPrimitives.WriteUInt16LittleEndian(list.Slice(2), (ushort)length);
            BinaryPrimitives.WriteUInt32LittleEndian(list.Slice(4), entries[i].Mask);
            sids[i].CopyTo(list.Slice(EntryHeaderLength));
            list = list.Slice(length);
        }

        return descriptor;
    }

    /// <summary>
    /// The entries that allow or deny, in their order; null when the bytes are no descriptor. A descriptor without a list lets
    /// everyone in, and reads so.
    /// </summary>
    public static IReadOnlyList<KeyAccessEntry>? Read(ReadOnlySpan<byte> descriptor)
    {
        if (descriptor.Length < HeaderLength || descriptor[0] != 1)
        {
            return null;
        }

        var control = BinaryPrimitives.ReadUInt16LittleEndian(descriptor.Slice(2));
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(descriptor.Slice(16));
        if ((control & SelfRelative) == 0)
        {
            return null;
        }

        if ((control & DaclPresent) == 0 || offset == 0)
        {
            return [new KeyAccessEntry(SecurityIdentifiers.Everyone, GenericAll)];
        }

        return offset <= descriptor.Length - ListHeaderLength ? ReadList(descriptor.Slice((int)offset)) : null;
    }

    private static List<KeyAccessEntry>? ReadList(ReadOnlySpan<byte> list)
    {
        var entries = new List<KeyAccessEntry>();
        var count = BinaryPrimitives.ReadUInt16LittleEndian(list.Slice(4));
        var rest = list.Slice(ListHeaderLength);
        for (var i = 0; i < count; i++)
        {
            var length = rest.Length < EntryHeaderLength ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(rest.Slice(2));
            if (length < EntryHeaderLength || length > rest.Length)
            {
                return null;
            }

            // Types 9 and 10 are 0 and 1 with a condition behind the SID. Others (object, audit) do not stand in lists of keys.
            var type = rest[0];
            if (type is 0 or 1 or 9 or 10 && (rest[1] & InheritOnly) == 0)
            {
                var mask = BinaryPrimitives.ReadUInt32LittleEndian(rest.Slice(4));
                if (SecurityIdentifiers.Format(rest.Slice(EntryHeaderLength, length - EntryHeaderLength)) is not { } sid)
                {
                    return null;
                }

                entries.Add(new KeyAccessEntry(sid, mask, IsDenied: type is 1 or 10));
            }

            rest = rest.Slice(length);
        }

        return entries;
    }
}
