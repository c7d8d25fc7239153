using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using System.Threading;
using System.Threading.Tasks;
using Fluid;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Reports;

/// <summary>
/// A template of a report in Liquid. It has what <see cref="ReportMembers"/> names and nothing else: no file, no other template,
/// no clock. What it puts out of the report is escaped for HTML, whatever filter it passes.
/// </summary>
public sealed class ReportTemplate
{
    private const string BuiltIn = "report.liquid";
    private const int BufferSize = 64 * 1024;
    private const int MostCharacters = 1 << 20;
    private const int MostDepth = 100;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
    private static readonly Regex Position = new(@"\s*at \((\d+):(\d+)\)[\s\S]*", RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(1));

    private readonly IFluidTemplate _template;
    private readonly string _source;
    private readonly string? _path;

    private ReportTemplate(IFluidTemplate template, string source, string? path) =>
        (_template, _source, _path) = (template, source, path);

    /// <summary>The module's own.</summary>
    public static ReportTemplate Own()
    {
        using var stream = typeof(ReportTemplate).Assembly.GetManifestResourceStream(BuiltIn)!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd(), null);
    }

    /// <summary>One of a file.</summary>
    /// <param name="path">The full path of a file in UTF-8.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ReportException">It cannot be read or is no template.</exception>
    public static async Task<ReportTemplate> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var source = await ReadTextAsync(Guard.NotBlank(path), cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => Parse(source, path), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A template from its text.</summary>
    /// <param name="source">The text.</param>
    /// <param name="path">Where it comes from, for errors; null for the module's own.</param>
    /// <exception cref="ReportException">It is no template.</exception>
    internal static ReportTemplate Parse(string source, string? path)
    {
        if (TemplateDepth.TooDeepLine(source, MostDepth) is { } deep)
        {
            throw Error(ReportErrorKind.TemplateLimitExceeded, path, deep, $"more than {MostDepth} blocks or parentheses are "
                + "open at once", null);
        }

        return TemplateLanguage.Parser.TryParse(source, out var template, out var error)
            ? new ReportTemplate(TemplateLanguage.Guarded(template), source, path)
            : throw Invalid(path, error);
    }

    /// <summary>Writes the page of a report.</summary>
    /// <exception cref="ReportException">The template asks for what is not there, or for too much.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    internal async Task WriteAsync(Report report, TextWriter writer, CancellationToken cancellationToken)
    {
        var context = TemplateLanguage.Context(report, cancellationToken);
        try
        {
            await _template.RenderAsync(writer, Encoder, context).ConfigureAwait(false);
        }
        catch (TemplateLimitException error)
        {
            throw Error(ReportErrorKind.TemplateLimitExceeded, _path, null, error.Message, error);
        }
        catch (TemplateNameException error)
        {
            throw Error(ReportErrorKind.TemplateInvalid, _path, LineOf(error.Name), error.Message, error);
        }
        catch (Exception error) when (error is FluidException or InvalidOperationException or ArithmeticException
            or ArgumentException or FormatException or InvalidCastException or NotSupportedException
            or IndexOutOfRangeException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Failed(error);
        }
    }

    private ReportException Failed(Exception error) => TemplateLanguage.IsLimit(error)
        ? Error(ReportErrorKind.TemplateLimitExceeded, _path, null, "it takes more steps than a template may", error)
        : Error(ReportErrorKind.TemplateInvalid, _path, null, error.Message.TrimEnd('.'), error);

    private static ReportException Invalid(string? path, string error)
    {
        var place = Position.Match(error);
        return Error(ReportErrorKind.TemplateInvalid, path,
            place.Success ? int.Parse(place.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) : null,
            Position.Replace(error, string.Empty).TrimEnd('.', ' ', '\n', '\r'), null);
    }

    private static ReportException Error(ReportErrorKind kind, string? path, int? line, string problem, Exception? cause) => new(
        kind,
        $"The template {(path is null ? "of the module" : $"'{path}'")} cannot be used: "
            + (line is null ? string.Empty : $"line {line}: ") + $"{problem}. Nothing was written.",
        path, line, cause);

    // Where a name stands that the report does not have, in what the template executes.
    private int? LineOf(string name)
    {
        var word = new Regex(@"(\{\{|\{%)[^}]*\b" + Regex.Escape(name) + @"\b", RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
        var at = word.Match(_source);
        if (!at.Success)
        {
            return null;
        }

        var end = at.Index + at.Length;
        return 1 + _source.Take(end).Count(character => character == '\n');
    }

    private static async Task<string> ReadTextAsync(string path, CancellationToken cancellationToken)
    {
        using var stream = await InputFile.OpenAsync(path, BufferSize, (fault, cause) => Unreadable(path, fault switch
        {
            InputFault.Folder => "it is a folder. Name the template itself",
            InputFault.Other => $"{cause!.Message}. {FileKind.Advice.TrimEnd('.')}",
            InputFault.InUse => $"another program has it open. {HeldFile.Advice.TrimEnd('.')}",
            _ => cause!.Message.TrimEnd('.'),
        }, cause), cancellationToken).ConfigureAwait(false);
        try
        {
            using var reader = new StreamReader(stream, new UTF8Encoding(false, true), detectEncodingFromByteOrderMarks: true);
            var buffer = new char[MostCharacters + 1];
            var length = await reader.ReadBlockAsync(buffer, 0, buffer.Length).ConfigureAwait(false);
            return length <= MostCharacters ? new string(buffer, 0, length)
                : throw Unreadable(path, $"it has more than {MostCharacters} characters, which no template has", null);
        }
        catch (Exception e) when (e is IOException or DecoderFallbackException)
        {
            throw Unreadable(path, e is DecoderFallbackException ? "it is not UTF-8" : e.Message.TrimEnd('.'), e);
        }
    }

    private static ReportException Unreadable(string path, string problem, Exception? cause) => new(
        ReportErrorKind.TemplateUnreadable, $"The template '{path}' cannot be read: {problem}.", path, null, cause);
}
