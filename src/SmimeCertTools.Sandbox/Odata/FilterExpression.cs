using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>
/// A $filter of entities (OData 4.01, part 2, section 5.1.1): <c>and</c>, <c>or</c>, <c>not</c>, parentheses, <c>eq</c>,
/// <c>ne</c>, <c>isof</c>, <c>startswith</c>, <c>endswith</c>, <c>contains</c>, <c>tolower</c> and <c>toupper</c>. Texts are
/// compared regardless of case, unless a function has changed theirs.
/// </summary>
internal sealed class FilterExpression
{
    private readonly Func<StructuredType, JsonObject, bool> _accepts;

    private FilterExpression(Func<StructuredType, JsonObject, bool> accepts) => _accepts = accepts;

    /// <summary>Whether an entity passes.</summary>
    public bool Accepts(StructuredType type, JsonObject json) => _accepts(type, json);

    /// <summary>Reads a filter.</summary>
    /// <param name="filter">The text.</param>
    /// <param name="type">The type whose members it may name.</param>
    /// <exception cref="RequestRefusedException">The filter is malformed, asks for more, or names what is no member.</exception>
    public static FilterExpression Parse(string filter, StructuredType type) => new(new Parser(filter, type).Parse());

    private static string? Text(JsonNode? node) => node?.GetValueKind() switch
    {
        null => null,
        JsonValueKind.String => (string?)node,
        _ => node.ToJsonString(),
    };

    /// <summary>A value of an entity, and how it is compared.</summary>
    private sealed record Operand(Func<JsonObject, string?> Read, StringComparison Comparison);

    private sealed class Parser(string filter, StructuredType type)
    {
        private readonly IReadOnlyList<string> _tokens = FilterTokens.Split(filter) ?? throw Invalid(filter);
        private int _next;

        public Func<StructuredType, JsonObject, bool> Parse()
        {
            var expression = Or();
            return _next == _tokens.Count ? expression : throw Invalid(filter);
        }

        private static RequestRefusedException Invalid(string filter) =>
            RequestRefusedException.BadQuery($"Invalid filter clause: {filter}");

        private Func<StructuredType, JsonObject, bool> Or()
        {
            var left = And();
            while (Take("or"))
            {
                var (first, second) = (left, And());
                left = (item, json) => first(item, json) || second(item, json);
            }

            return left;
        }

        private Func<StructuredType, JsonObject, bool> And()
        {
            var left = Unary();
            while (Take("and"))
            {
                var (first, second) = (left, Unary());
                left = (item, json) => first(item, json) && second(item, json);
            }

            return left;
        }

        private Func<StructuredType, JsonObject, bool> Unary()
        {
            if (Take("not"))
            {
                var inner = Unary();
                return (item, json) => !inner(item, json);
            }

            if (Take("("))
            {
                var inner = Or();
                Require(")");
                return inner;
            }

            return Peek(1) == "(" && Peek(0) is "isof" or "startswith" or "endswith" or "contains" ? Call() : Comparison();
        }

        private Func<StructuredType, JsonObject, bool> Call()
        {
            var name = Next();
            Require("(");
            if (name == "isof")
            {
                var wanted = Literal();
                Require(")");
                var kind = SchemaModel.Graph.FindQualified(wanted ?? "")
                    ?? throw RequestRefusedException.BadQuery($"'{wanted}' in the filter is no type.");
                return (item, _) => item.Is(kind);
            }

            var operand = Operand();
            Require(",");
            var part = Literal() ?? throw Invalid(filter);
            Require(")");
            return (_, json) => operand.Read(json) is { } value && name switch
            {
                "startswith" => value.StartsWith(part, operand.Comparison),
                "endswith" => value.EndsWith(part, operand.Comparison),
                _ => value.Contains(part, operand.Comparison),
            };
        }

        private Func<StructuredType, JsonObject, bool> Comparison()
        {
            var operand = Operand();
            var comparison = Next();
            if (comparison is not ("eq" or "ne"))
            {
                throw Invalid(filter);
            }

            var literal = Literal();
            return (_, json) => string.Equals(operand.Read(json), literal, operand.Comparison) == (comparison == "eq");
        }

        private Operand Operand()
        {
            var name = Next();
            if (name is "tolower" or "toupper")
            {
                Require("(");
                var inner = Operand();
                Require(")");
                return new Operand(json => name == "tolower"
                    ? inner.Read(json)?.ToLower(CultureInfo.InvariantCulture)
                    : inner.Read(json)?.ToUpper(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            }

            if (name != "id" && type.Find(name) is not { IsCollection: false, Kind: not MemberKind.Complex })
            {
                throw RequestRefusedException.BadQuery(
                    $"Could not find a property named '{name}' on type '{type.QualifiedName}'.");
            }

            return new Operand(json => Text(json[name]), StringComparison.OrdinalIgnoreCase);
        }

        // A text in quotes; true, false, null, a number or a date without.
        private string? Literal()
        {
            var token = Next();
            if (token.StartsWith('\''))
            {
                return token[1..];
            }

            return token switch
            {
                "null" => null,
                "(" or ")" or "," => throw Invalid(filter),
                _ => token,
            };
        }

        private string? Peek(int ahead) => _next + ahead < _tokens.Count ? _tokens[_next + ahead] : null;

        private string Next() => _next < _tokens.Count ? _tokens[_next++] : throw Invalid(filter);

        private bool Take(string token)
        {
            var isNext = Peek(0) == token;
            _next += isNext ? 1 : 0;
            return isNext;
        }

        private void Require(string token)
        {
            if (!Take(token))
            {
                throw Invalid(filter);
            }
        }
    }
}
