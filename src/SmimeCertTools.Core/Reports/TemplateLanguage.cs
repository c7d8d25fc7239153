using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Fluid;
using Fluid.Ast;
using Fluid.Values;

namespace SmimeCertTools.Core.Reports;

/// <summary>
/// What of Liquid templates of reports have: blocks, loops, and filters on text, numbers and lists. Nothing in it reads a file,
/// brings text past the escaping, or grows without a bound.
/// </summary>
internal static class TemplateLanguage
{
    private const int LeastSteps = 200_000;
    private const int StepsPerItem = 250;
    private const int MostText = 1 << 20;
    private const long MostWork = 1 << 24;
    private const int LongestRange = 10_000;

    private static readonly string[] Tags =
        ["break", "continue", "comment", "#", "capture", "ifchanged", "raw", "assign", "if", "unless", "case", "for", "echo"];

    private static readonly string[] FilterNames =
    [
        "abs", "append", "at_least", "at_most", "capitalize", "ceil", "default", "divided_by", "downcase", "escape", "first",
        "floor", "has", "join", "last", "lstrip", "map", "minus", "modulo", "plus", "prepend", "reject", "remove", "replace",
        "reverse", "round", "rstrip", "size", "slice", "sort", "split", "strip", "times", "truncate", "uniq", "upcase",
        "url_encode", "where",
    ];

    /// <summary>Parses templates. Safe for concurrent use.</summary>
    public static FluidParser Parser { get; } = CreateParser();

    /// <summary>The filters that templates have, sorted.</summary>
    public static IReadOnlyList<string> Filters => FilterNames;

    /// <summary>What a template is rendered with.</summary>
    public static TemplateContext Context(Report report, CancellationToken cancellationToken)
    {
        var options = new TemplateOptions
        {
            CultureInfo = CultureInfo.InvariantCulture,
            MaxSteps = LeastSteps + (StepsPerItem * (report.Users.Count + report.CertificateCount + report.Findings.Count)),
            StrictFilters = true,
            TimeZone = TimeZoneInfo.Utc,
            Now = () => report.Origin.Ended,
            Assigned = (_, value, _) => Bounded(value),
            Captured = (_, value, _) => Bounded(value),
            Undefined = name => throw new TemplateNameException(name, $"a report has nothing called '{name}'"),
        };
        LimitFilters(options);
        options.MemberAccessStrategy = ReportMembers.Access(cancellationToken);
        return new TemplateContext(options).SetValue("report", FluidValue.Create(report, options));
    }

    /// <summary>Whether a template ended since it did more than one may.</summary>
    public static bool IsLimit(Exception error) => error is InvalidOperationException
        && error.Message.IndexOf("recursion", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>A template without what would write past the escaping, or count without a bound.</summary>
    public static IFluidTemplate Guarded(IFluidTemplate template) => new Rewriter().VisitTemplate(template);

    private static FluidParser CreateParser()
    {
        var parser = new FluidParser();
        foreach (var tag in parser.RegisteredTags.Keys.Except(Tags).ToList())
        {
            parser.RegisteredTags.Remove(tag);
        }

        return parser;
    }

    private static void LimitFilters(TemplateOptions options)
    {
        var all = options.Filters.ToList();
        options.Filters.Clear();
        foreach (var filter in all.Where(filter => Array.IndexOf(FilterNames, filter.Key) >= 0))
        {
            options.Filters.AddFilter(filter.Key, (input, arguments, context) =>
            {
                var size = Size(input);
                var work = size;
                for (var i = 0; i < arguments.Count; i++)
                {
                    // What each character of the one is replaced by, or stands between elements, may be there as often.
                    work += Math.Max(1, size) * Size(arguments.At(i));
                }

                return work <= MostWork ? filter.Value(input, arguments, context)
                    : throw new TemplateLimitException($"the filter '{filter.Key}' is given too much at once");
            });
        }
    }

    private static long Size(FluidValue value) => value switch
    {
        StringValue text => text.ToStringValue().Length,
        ArrayValue list => list.Values.Count,
        _ => 1,
    };

    private static ValueTask<FluidValue> Bounded(FluidValue value) => Size(value) <= MostText
        ? new ValueTask<FluidValue>(value)
        : throw new TemplateLimitException($"a variable holds more than {MostText} characters or elements");

    private sealed class Rewriter : AstRewriter
    {
        protected override Expression VisitRangeExpression(RangeExpression rangeExpression) => new LimitedRange(rangeExpression);

        protected override Statement VisitOutputStatement(OutputStatement outputStatement) =>
            new OutputStatement(new EscapedOutput(Visit(outputStatement.Expression)));
    }

    private sealed class LimitedRange(RangeExpression range) : Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var from = (await range.From.EvaluateAsync(context).ConfigureAwait(false)).ToNumberValue();
            var to = (await range.To.EvaluateAsync(context).ConfigureAwait(false)).ToNumberValue();
            return to - from < LongestRange && Math.Abs(from) < int.MaxValue / 2
                ? await range.EvaluateAsync(context).ConfigureAwait(false)
                : throw new TemplateLimitException($"a range has more than {LongestRange} numbers");
        }

        protected override Expression Accept(AstVisitor visitor) => this;
    }

    // A list is written element by element as it is, so it becomes one text first.
    private sealed class EscapedOutput(Expression expression) : Expression
    {
        public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
        {
            var value = await expression.EvaluateAsync(context).ConfigureAwait(false);
            return value is ArrayValue list
                ? new StringValue(string.Join(", ", list.Values.Select(item => item.ToStringValue())))
                : value;
        }

        protected override Expression Accept(AstVisitor visitor) => this;
    }
}

/// <summary>A template that asks for what there is not.</summary>
internal sealed class TemplateNameException(string name, string message) : Exception(message)
{
    /// <summary>The name.</summary>
    public string Name => name;
}

/// <summary>A template that asks for too much.</summary>
internal sealed class TemplateLimitException(string message) : Exception(message);
