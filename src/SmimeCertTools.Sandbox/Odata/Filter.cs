using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>One comparison of a $filter by <c>eq</c>, <c>ne</c> or <c>in</c>.</summary>
/// <param name="Field">The member's name.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Values">What it is compared with; several with <c>in</c>.</param>
internal sealed record FilterClause(string Field, string Operator, IReadOnlyList<string?> Values);

/// <summary>
/// A $filter (OData 4.01, part 2, section 5.1.1), as far as the rules of its collection allow. Texts are compared as the rules
/// say, and letter for letter where a function has changed theirs.
/// </summary>
internal sealed partial class Filter
{
    private readonly Func<Item, bool> _accepts;

    private Filter(Func<Item, bool> accepts, IReadOnlyList<FilterClause> clauses) => (_accepts, Clauses) = (accepts, clauses);

    /// <summary>Its comparisons, in their order.</summary>
    public IReadOnlyList<FilterClause> Clauses { get; }

    /// <summary>Reads a filter.</summary>
    /// <exception cref="RequestRefusedException">The filter is malformed, or asks for more than the rules allow.</exception>
    public static Filter Parse(string filter, FilterRules rules)
    {
        var parser = new Parser(filter, rules);
        var accepts = parser.Parse();
        return parser.Clauses.Count <= rules.MaxValues
            ? new Filter(accepts, parser.Clauses)
            : throw RequestRefusedException.BadQuery("Too many child clauses specified in search filter expression containing "
                + $"'OR' operators: {parser.Clauses.Count}. Max allowed: {rules.MaxValues}.");
    }

    /// <summary>Whether an entity passes.</summary>
    /// <param name="json">The entity.</param>
    /// <param name="type">Its type, where the collection knows <c>isof</c>.</param>
    public bool Accepts(JsonObject json, StructuredType? type = null) => _accepts(new Item(json, type));

    // A text in quotes, in which a quote is doubled (OData 4.01 ABNF, SQUOTE-in-string); punctuation; a word; a quote left open.
    [GeneratedRegex("""'(?:[^']|'')*'|[(),]|[^ '(),]+|'""", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    private readonly record struct Item(JsonObject Json, StructuredType? Type);

    private sealed record Operand(string Field, Func<JsonObject, string?> Read, StringComparison Comparison);

    private sealed class Parser(string filter, FilterRules rules)
        : ConditionParser<Item>([.. Token().Matches(filter).Select(match => match.Value)], StringComparison.Ordinal)
    {
        public List<FilterClause> Clauses { get; } = [];

        protected override bool KnowsAllJunctions => rules.IsFull;

        protected override bool KnowsOr => rules.IsFull || rules.KnowsOr;

        protected override Func<Item, bool> Condition()
        {
            var name = Next();
            return Peek == "(" && name.EndsWith("/any", StringComparison.Ordinal) ? Any(name[..^"/any".Length])
                : Peek == "(" && name is "isof" or "startswith" or "endswith" or "contains" ? Call(name) : Comparison(name);
        }

        protected override Exception Unexpected() => RequestRefusedException.BadQuery($"Invalid filter clause: {filter}");

        private Func<Item, bool> Call(string name)
        {
            Open(name);
            if (name == "isof")
            {
                var wanted = Literal();
                Require(")");
                var kind = SchemaModel.Graph.FindQualified(wanted ?? "")
                    ?? throw RequestRefusedException.BadQuery($"'{wanted}' in the filter is no type.");
                return item => item.Type!.Is(kind);
            }

            var operand = ReadOperand(Next());
            Require(",");
            var part = Literal() ?? throw Unexpected();
            Require(")");
            return item => operand.Read(item.Json) is { } value && name switch
            {
                "startswith" => value.StartsWith(part, operand.Comparison),
                "endswith" => value.EndsWith(part, operand.Comparison),
                _ => value.Contains(part, operand.Comparison),
            };
        }

        // members/any(x:x eq 'text'): OData 4.01, part 2, section 5.1.1.13.
        private Func<Item, bool> Any(string member)
        {
            if (!rules.Collections.Contains(member))
            {
                throw rules.Refusal(member);
            }

            Require("(");
            var lambda = Next().Split(':');
            if (lambda is not [{ Length: > 0 } variable, var subject] || subject != variable)
            {
                throw Unexpected();
            }

            if (!Take("eq"))
            {
                throw rules.Refusal(member);
            }

            var wanted = Literal();
            Require(")");
            Clauses.Add(new FilterClause(member, "any", [wanted]));
            return item => item.Json[member] is JsonArray values
                && values.Any(value => string.Equals(Text(value), wanted, rules.Comparison));
        }

        private Func<Item, bool> Comparison(string name)
        {
            var operand = ReadOperand(name);
            var word = Next();
            if (!rules.Operators.Contains(word))
            {
                throw rules.IsFull ? Unexpected() : rules.Refusal(operand.Field);
            }

            var values = word == "in" ? Literals() : [Literal()];
            Clauses.Add(new FilterClause(operand.Field, word, values));
            return item => values.Exists(value => string.Equals(operand.Read(item.Json), value, operand.Comparison))
                == (word != "ne");
        }

        private Operand ReadOperand(string name)
        {
            if (name is "tolower" or "toupper")
            {
                Open(name);
                var inner = ReadOperand(Next());
                Require(")");
                Func<string, string> change = name == "tolower"
                    ? CultureInfo.InvariantCulture.TextInfo.ToLower : CultureInfo.InvariantCulture.TextInfo.ToUpper;
                return new(inner.Field, json => inner.Read(json) is { } text ? change(text) : null, StringComparison.Ordinal);
            }

            return rules.Fields.Contains(name)
                ? new Operand(name, json => Text(json[name]), rules.Comparison) : throw rules.Refusal(name);
        }

        private void Open(string function)
        {
            Require("(");
            if (!rules.Functions.Contains(function))
            {
                throw Unexpected();
            }
        }

        private List<string?> Literals()
        {
            Require("(");
            var values = new List<string?> { Literal() };
            while (Take(","))
            {
                values.Add(Literal());
            }

            Require(")");
            return values.Count <= rules.MaxValues
                ? values
                : throw RequestRefusedException.BadQuery(
                    $"Too many child clauses specified in search filter expression: more than {rules.MaxValues}.");
        }

        // A text in quotes; where all kinds of values are known, true, false, null, a number or a date without.
        private string? Literal() => Next() switch
        {
            ['\'', .. var text, '\''] => text.Replace("''", "'", StringComparison.Ordinal),
            ['\''] or "(" or ")" or "," => throw Unexpected(),
            _ when !rules.IsFull => throw Unexpected(),
            "null" => null,
            var token => token,
        };

        private static string? Text(JsonNode? node) =>
            node?.GetValueKind() == JsonValueKind.String ? (string?)node : node?.ToJsonString();
    }
}
