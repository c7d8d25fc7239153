using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Core.Revocation;

/// <summary>A command file (.cmd) or a text (.txt): a comment for each certificate, and below it the command.</summary>
/// <param name="comment">What a comment begins with.</param>
/// <param name="end">What a line ends with.</param>
/// <param name="heading">The first lines, each without its end.</param>
/// <param name="reason">Why the certificates are to be revoked.</param>
/// <param name="authority">The CA as certutil names it.</param>
internal sealed class RevocationCommands(
    string comment, string end, string[] heading, SmimeRevocationReason reason, string? authority)
    : RevocationFormat(reason, authority)
{
    private const string NotKnown = ". Its serial number is not known: find the certificate at the CA.";
    private const string Expired = "Expired: needs no revocation.";
    private const string CommandWord = "certutil ";

    // A command that was cut off names another certificate, or none.
    private static readonly Regex WholeCommand = new(
        "^certutil (-config \"[^\"]+\" )?-revoke [0-9A-Fa-f]+ [0-9]$", RegexOptions.CultureInvariant);

    // User names have no spaces; what people note in a list seldom begins with a word and a colon.
    private static readonly Regex EntryStart = new("^[^ :]*(:( [^ ]*(, .*)?)?)?$", RegexOptions.CultureInvariant);
    private static readonly Regex Entry = new("^[^ ]+: ([0-9A-Fa-f]{40}), (.+)$", RegexOptions.CultureInvariant);

    public static string[] CommandHeading { get; } =
        ["@echo off", "rem Certificates that were removed from Intune. Check each, then run this on the CA."];

    public static string[] TextHeading { get; } =
        ["# Certificates that were removed from Intune. Revoke those whose keys must no longer be trusted."];

    public override string Heading => string.Concat(heading.Select(line => line + end));

    public override string Write(RevocationEntry entry, bool isExpired)
    {
        var issuer = entry.Issuer is null ? "issuer unknown" : $"issued by {Plain(entry.Issuer)}";
        var valid = entry.NotAfter is null ? string.Empty : $", valid {Day(entry.NotBefore)} to {Day(entry.NotAfter)}";
        var start = $"{comment}{Plain(entry.UserPrincipalName)}: {Plain(entry.Thumbprint)}, {issuer}{valid}";
        var serial = entry.SerialNumber is { } known ? $", serial number {known}" : string.Empty;
        return isExpired ? $"{start}{serial}. {Expired}{end}"
            : Command(entry) is { } command ? start + end + command + end
            : start + NotKnown + end;
    }

    public override RevocationContent? Read(string text)
    {
        var lines = Lines(text);
        if (lines.Count < heading.Length || !lines.Take(heading.Length).Select(line => line.Text).SequenceEqual(heading))
        {
            return IsHeadingCutOff(text) ? new RevocationContent([], [], 0, LacksHeading: true) : null;
        }

        var content = new RevocationContent([], [], text.Length, LacksEnd: !lines[heading.Length - 1].HasEnd);
        for (var i = heading.Length; i < lines.Count; i++)
        {
            var isLast = i == lines.Count - 1;
            if (Certificate(lines[i].Text) is not { } certificate)
            {
                content = lines[i].HasEnd ? content : EndOf(content, lines[i]);
            }
            else if (!certificate.HasCommand)
            {
                (certificate.IsKnown ? content.Listed : content.Mentioned).Add(certificate.Thumbprint);
                content = content with { LacksEnd = !lines[i].HasEnd };
            }
            else if (isLast || (!lines[i + 1].HasEnd && !WholeCommand.IsMatch(lines[i + 1].Text)))
            {
                // What was to stand below it is cut off.
                return content with { Length = lines[i].Start };
            }
            else
            {
                content.Listed.Add(certificate.Thumbprint);
            }
        }

        return content;
    }

    // Letters, digits and a few marks: none of them means anything to cmd, PowerShell or a shell inside quotes.
    private static string Plain(string text) => new([.. text.Select(character =>
        RevocationList.IsPlain(character) || character is ',' or '=' or '@' or ':' or '/' or '+' ? character : '?')]);

    private static List<(int Start, string Text, bool HasEnd)> Lines(string text)
    {
        var lines = new List<(int, string, bool)>();
        for (var (start, next) = (0, 0); start < text.Length; start = next)
        {
            next = text.IndexOf('\n', start) + 1;
            var hasEnd = next > 0;
            next = hasEnd ? next : text.Length;
            lines.Add((start, text.Substring(start, next - start).TrimEnd('\r', '\n'), hasEnd));
        }

        return lines;
    }

    private (string Thumbprint, bool HasCommand, bool IsKnown)? Certificate(string line)
    {
        if (!line.StartsWith(comment, StringComparison.Ordinal)
            || Entry.Match(line.Substring(comment.Length)) is not { Success: true } entry)
        {
            return null;
        }

        var rest = entry.Groups[2].Value;
        var isExpired = rest.EndsWith(Expired, StringComparison.Ordinal);
        var isUnknown = rest.EndsWith(NotKnown, StringComparison.Ordinal);
        return (entry.Groups[1].Value, !isExpired && !isUnknown,
            !isUnknown && (!isExpired || rest.IndexOf(", serial number ", StringComparison.Ordinal) >= 0));
    }

    /// <summary>What becomes of a last line that has no end: a note gets one, what a crash cut off goes.</summary>
    private RevocationContent EndOf(RevocationContent content, (int Start, string Text, bool HasEnd) line)
    {
        var isEntry = comment.StartsWith(line.Text, StringComparison.Ordinal)
            || (line.Text.StartsWith(comment, StringComparison.Ordinal)
                && EntryStart.IsMatch(line.Text.Substring(comment.Length)));
        var isCommand = CommandWord.StartsWith(line.Text, StringComparison.Ordinal)
            || (line.Text.StartsWith(CommandWord, StringComparison.Ordinal) && !WholeCommand.IsMatch(line.Text));
        return isEntry || isCommand ? content with { Length = line.Start } : content with { LacksEnd = true };
    }
}
