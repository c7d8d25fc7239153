using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Revocation;

/// <summary>A table (.csv), an entry a line.</summary>
internal sealed class RevocationTable(SmimeRevocationReason reason, string? authority) : RevocationFormat(reason, authority)
{
    /// <summary>Lists of the version 0.1.0 have no notes, and go on without.</summary>
    private const int EarlierCount = 8;

    private static readonly string[] Columns =
        ["UserPrincipalName", "Thumbprint", "Issuer", "SerialNumber", "NotBefore", "NotAfter", "Reason", "Command", "Note"];

    // A command that was cut off names another certificate, or none.
    private static readonly Regex WholeCommand = new("^(|certutil .*-revoke [0-9A-Fa-f]+ [0-9])$", RegexOptions.CultureInvariant);

    private static readonly string Mark = Text(Encoding.UTF8.GetPreamble());

    private CsvDialect _dialect = CsvDialect.Own(Columns);

    public override string Heading => "\uFEFF" + CsvText.Line(Columns);

    public override string Write(RevocationEntry entry, bool isExpired) => _dialect.Line(new[]
    {
        entry.UserPrincipalName, entry.Thumbprint, entry.Issuer, entry.SerialNumber, Day(entry.NotBefore), Day(entry.NotAfter),
        Reason.ToString(),
        isExpired ? null : Command(entry),
        isExpired ? "Expired: needs no revocation"
            : entry.SerialNumber is null ? "Serial number not known: find the certificate at the CA" : null,
    }.Select(CsvText.Escape));

    public override RevocationContent? Read(string text)
    {
        var content = new RevocationContent([], [], text.Length);
        var isHeading = true;
        for (var (start, end) = (0, 0); start < text.Length; start = end)
        {
            end = text.IndexOf('\n', start) + 1;
            var hasEnd = end > 0;
            end = hasEnd ? end : text.Length;
            var line = text.Substring(start, end - start).TrimEnd('\r', '\n');
            if (isHeading && !IsHeading(
                line.StartsWith(Mark, StringComparison.Ordinal) ? line.Substring(Mark.Length) : line, hasEnd))
            {
                return IsHeadingCutOff(text) ? content with { Length = 0, LacksHeading = true } : null;
            }

            // An editor may have taken the last line break; a line that a crash cut off is no entry.
            var isWhole = isHeading || Take(_dialect.Parse(line), content, hasEnd);
            content = hasEnd ? content : isWhole ? content with { LacksEnd = true } : content with { Length = start };
            isHeading = false;
        }

        return content;
    }

    // A list that a spreadsheet saved goes on in the form that it has then. Without an end the heading of the first version is
    // ours that was cut off.
    private bool IsHeading(string line, bool hasEnd)
    {
        var dialect = CsvDialect.Read(line, Columns, [.. Columns.Take(hasEnd ? EarlierCount : Columns.Length)], isWidened: false);
        _dialect = dialect ?? _dialect;
        return dialect is not null;
    }

    private static bool Take(IReadOnlyList<CsvField>? fields, RevocationContent content, bool hasEnd)
    {
        if (fields is null || !WholeCommand.IsMatch(fields[EarlierCount - 1].Text))
        {
            return false;
        }

        // One without a command has a note, or an end.
        if (!hasEnd && fields.Skip(EarlierCount - 1).All(field => field.Text.Length == 0))
        {
            return false;
        }

        (fields[3].Text.Length > 0 ? content.Listed : content.Mentioned).Add(fields[1].Text);
        return true;
    }
}
