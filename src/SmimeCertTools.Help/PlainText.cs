using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace SmimeCertTools.Help;

/// <summary>Markdown as a terminal shows it.</summary>
internal static class PlainText
{
    /// <summary>The widest line of a list or table: Get-Help breaks wider ones in the middle of words.</summary>
    public const int Width = 72;

    private const string CodeMargin = "    ";

    /// <summary>One string for each block; lists, tables and code keep their lines.</summary>
    public static List<string> Paragraphs(IEnumerable<Block> blocks) => [.. blocks.Select(Render)];

    public static string Inlines(ContainerInline? container)
    {
        var text = new StringBuilder();
        foreach (Inline inline in container ?? Enumerable.Empty<Inline>())
        {
            text.Append(Render(inline));
        }

        return text.ToString();
    }

    public static string Code(CodeBlock block) =>
        string.Join('\n', block.Lines.Lines.Take(block.Lines.Count).Select(line => line.ToString())).TrimEnd();

    /// <summary>Whether the line breaks of a paragraph must stay: it is code or a table.</summary>
    public static bool IsPreformatted(string paragraph) =>
        paragraph.StartsWith(CodeMargin, StringComparison.Ordinal) || paragraph.Contains("\n--", StringComparison.Ordinal);

    private static string Render(Block block) => block switch
    {
        Table table => RenderTable(table),
        ListBlock list => RenderList(list),
        CodeBlock code => Indent(Code(code), CodeMargin),
        QuoteBlock quote => string.Join("\n\n", Paragraphs(quote)),
        HeadingBlock heading => Inlines(heading.Inline),
        LeafBlock { Inline: { } inline } => Inlines(inline),
        _ => throw new NotSupportedException($"A block of kind {block.GetType().Name} has no plain form."),
    };

    private static string Render(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        AutolinkInline link => link.Url,
        LinkInline { Url: { } url } link when url.StartsWith("http", StringComparison.Ordinal) && Inlines(link) != url =>
            $"{Inlines(link)} ({url})",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        ContainerInline container => Inlines(container),
        _ => throw new NotSupportedException($"Text of kind {inline.GetType().Name} has no plain form."),
    };

    private static string RenderList(ListBlock list)
    {
        int number = int.TryParse(list.OrderedStart, out int start) ? start : 1;
        IEnumerable<string> items = list.OfType<ListItemBlock>().Select((item, index) =>
        {
            string mark = list.IsOrdered ? $"{number + index}. " : "- ";
            return mark + Indent(string.Join('\n', Paragraphs(item)), new string(' ', mark.Length)).TrimStart();
        });
        return string.Join('\n', items.SelectMany(item => TextWrap.Wrap(item, string.Empty, Width)));
    }

    private static string RenderTable(Table table)
    {
        List<string[]> rows = [.. table.OfType<TableRow>()
            .Select(row => row.OfType<TableCell>().Select(cell => string.Join(' ', Paragraphs(cell))).ToArray())];
        int[] widths = [.. Enumerable.Range(0, rows.Max(row => row.Length))
            .Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0))];
        if (widths.Sum() + (2 * (widths.Length - 1)) > Width)
        {
            return RenderAsList(rows);
        }

        rows.Insert(1, [.. rows[0].Select(cell => new string('-', Math.Max(cell.Length, 2)))]);
        return string.Join(
            '\n', rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()));
    }

    /// <summary>A table too wide for a terminal: each row's first cell on a line of its own, the others indented below.</summary>
    private static string RenderAsList(List<string[]> rows) => string.Join('\n', rows.Skip(1).Select(row =>
        string.Join('\n', row.Skip(1)
            .Select((cell, index) => row.Length > 2 ? $"{rows[0][index + 1]}: {cell}" : cell)
            .SelectMany(cell => TextWrap.Wrap(cell, CodeMargin, Width))
            .Prepend(row[0]))));

    private static string Indent(string text, string margin) =>
        string.Join('\n', text.Split('\n').Select(line => line.Length == 0 ? line : margin + line));
}
