using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace SmimeCertTools.Core.Revocation;

/// <summary>
/// How a list for the CA is written and recognised. Names come from certificates and may hold anything. In a command file they
/// stand in comments, reduced to letters, digits and marks that the command interpreter leaves alone; commands consist of the
/// CA's name, which was checked, and of hexadecimal digits.
/// </summary>
/// <param name="reason">Why the certificates are to be revoked.</param>
/// <param name="authority">The CA as certutil names it; null for the one of the machine it runs on.</param>
internal abstract class RevocationFormat(SmimeRevocationReason reason, string? authority)
{
    /// <summary>What a list begins with.</summary>
    public abstract string Heading { get; }

    /// <summary>The heading as <see cref="Read"/> sees it, a character for each byte.</summary>
    protected string Opening => Text(Encoding.UTF8.GetBytes(Heading));

    protected SmimeRevocationReason Reason => reason;

    /// <summary>Bytes as text, a character for each: places in it are places in the file, whatever it holds.</summary>
    public static string Text(byte[] bytes) => Encoding.GetEncoding("iso-8859-1").GetString(bytes);

    /// <summary>The format that the extension of <paramref name="path"/> says; null when it says none.</summary>
    public static RevocationFormat? Of(string path, SmimeRevocationReason reason, string? authority) =>
        System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => new RevocationTable(reason, authority),
            ".cmd" => new RevocationCommands("rem ", "\r\n", RevocationCommands.CommandHeading, reason, authority),
            ".txt" => new RevocationCommands("# ", Environment.NewLine, RevocationCommands.TextHeading, reason, authority),
            _ => null,
        };

    /// <summary>An entry with its end.</summary>
    public abstract string Write(RevocationEntry entry, bool isExpired);

    /// <summary>Reads what a list holds, a character for each byte; null when it is none of ours.</summary>
    public abstract RevocationContent? Read(string text);

    /// <summary>The command that revokes it; null when its serial number is not known.</summary>
    protected string? Command(RevocationEntry entry) => entry.SerialNumber is { } serial
        ? $"certutil {(authority is null ? string.Empty : $"-config \"{authority}\" ")}-revoke {serial} {(int)reason}" : null;

    protected static string Day(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty;

    /// <summary>Whether a text is the beginning of the heading and nothing more: the very first write was cut off.</summary>
    protected bool IsHeadingCutOff(string text) =>
        text.Length < Opening.Length && Opening.StartsWith(text, StringComparison.Ordinal);
}

/// <summary>What a list holds.</summary>
/// <param name="Listed">Thumbprints of the certificates that need not be listed again.</param>
/// <param name="Mentioned">Those that are listed without a serial number.</param>
/// <param name="Length">How many of its characters stay; what a crash has left behind them is no entry.</param>
/// <param name="LacksEnd">Whether the last line that stays has no end.</param>
/// <param name="LacksHeading">Whether even the heading is cut off, so that it is to be written anew.</param>
internal sealed record RevocationContent(
    HashSet<string> Listed, HashSet<string> Mentioned, int Length, bool LacksEnd = false, bool LacksHeading = false);
