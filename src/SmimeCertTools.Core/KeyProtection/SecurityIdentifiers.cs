using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Security identifiers as text (<c>S-1-5-18</c>) and bytes, by [MS-DTYP] section 2.4.2. .NET has them on Windows only, and access lists
/// are to be made and tested everywhere.
/// https://learn.microsoft.com/openspecs/windows_protocols/ms-dtyp/f992ad60-0fe4-4b87-9fed-beb478836861
/// </summary>
internal static class SecurityIdentifiers
{
    public const string Everyone = "S-1-1-0";
    public const string AuthenticatedUsers = "S-1-5-11";
    public const string System = "S-1-5-18";
    public const string Administrators = "S-1-5-32-544";

    private const int HeaderLength = 8;
    private const int MostSubAuthorities = 15;

    /// <summary>Whether <paramref name="text"/> is a SID.</summary>
    public static bool IsSid(string text) => TryParse(text, out _);

    /// <summary>Reads a SID's text.</summary>
    public static bool TryParse(string text, out byte[] sid)
    {
        sid = [];
        var parts = text.Split('-');
        var count = parts.Length - 3;
        if (count is < 1 or > MostSubAuthorities || parts[0] is not ("S" or "s") || parts[1] != "1"
            || !ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var authority)
            || authority > uint.MaxValue)
        {
            return false;
        }

        var bytes = new byte[HeaderLength + (4 * count)];
        bytes[0] = 1;
        bytes[1] = (byte)count;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4), (uint)authority);
        for (var i = 0; i < count; i++)
        {
            if (!uint.TryParse(parts[i + 3], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                return false;
            }

            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(HeaderLength + (4 * i)), value);
        }

        sid = bytes;
        return true;
    }

    /// <summary>The text of the SID at the start of <paramref name="bytes"/>, or null where there is none.</summary>
    public static string? Format(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength || bytes[0] != 1 || bytes[1] > MostSubAuthorities
            || bytes.Length < HeaderLength + (4 * bytes[1]))
        {
            return null;
        }

        // Six bytes, of which the first two are zero for every authority there is.
        var authority = ((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes.Slice(2)) << 32)
            | BinaryPrimitives.ReadUInt32BigEndian(bytes.Slice(4));
        var text = new StringBuilder("S-1-").Append(authority.ToString(CultureInfo.InvariantCulture));
        for (var i = 0; i < bytes[1]; i++)
        {
            var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Slice(HeaderLength + (4 * i)));
            text.Append('-').Append(value.ToString(CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }
}
