using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>One comparison of a $filter.</summary>
/// <param name="Function">The function around the member, lower case; null for none.</param>
/// <param name="Member">The member's name.</param>
/// <param name="Operator">The operator, lower case.</param>
/// <param name="Value">The string compared with.</param>
internal sealed record FilterClause(string? Function, string Member, string Operator, string Value)
{
    /// <summary>The strings of an <c>in</c>; the one value otherwise.</summary>
    public IReadOnlyList<string> Values { get; init; } = [Value];

    /// <summary>Whether a value passes. The lower-case value is compared letter for letter.</summary>
    /// <param name="value">The entity's value.</param>
    /// <param name="comparison">How a comparison without function is done.</param>
    public bool Accepts(string? value, StringComparison comparison = StringComparison.OrdinalIgnoreCase) =>
        Function == "tolower"
            ? string.Equals(value?.ToLowerInvariant(), Value, StringComparison.Ordinal)
            : Values.Any(one => string.Equals(value, one, comparison));
}

/// <summary>
/// Reads the filters that services behind Graph are known to take: equalities of strings, and <c>in</c> with several of them,
/// joined by <c>and</c>.
/// </summary>
internal static class FilterParser
{
    /// <exception cref="RequestRefusedException">The filter is malformed or asks for more.</exception>
    public static IReadOnlyList<FilterClause> Parse(string filter)
    {
        var reader = new Reader(filter);
        var clauses = new List<FilterClause> { reader.Clause() };
        while (!reader.IsAtEnd)
        {
            if (!reader.Word().Equals("and", StringComparison.Ordinal))
            {
                throw Invalid(filter);
            }

            clauses.Add(reader.Clause());
        }

        return clauses;
    }

    private static RequestRefusedException Invalid(string filter) =>
        RequestRefusedException.BadQuery($"Invalid filter clause: {filter}");

    private sealed class Reader(string text)
    {
        private int _position;

        public bool IsAtEnd
        {
            get
            {
                SkipSpace();
                return _position == text.Length;
            }
        }

        public FilterClause Clause()
        {
            string? function = null;
            var member = Word();
            if (Take('('))
            {
                function = member;
                member = Word();
                Require(')');
            }

            var comparison = Word();
            if (function is null && comparison == "in")
            {
                var values = Literals();
                return new FilterClause(null, member, comparison, values[0]) { Values = values };
            }

            return function is null or "tolower" && comparison == "eq"
                ? new FilterClause(function, member, comparison, Literal())
                : throw Invalid(text);
        }

        public string Word()
        {
            SkipSpace();
            var start = _position;
            while (_position < text.Length && (char.IsLetterOrDigit(text[_position]) || text[_position] is '_' or '/'))
            {
                _position++;
            }

            return _position > start ? text[start.._position] : throw Invalid(text);
        }

        private List<string> Literals()
        {
            Require('(');
            var values = new List<string> { Literal() };
            while (Take(','))
            {
                values.Add(Literal());
            }

            Require(')');
            return values;
        }

        // A quote inside is doubled (OData 4.01 ABNF, SQUOTE-in-string).
        private string Literal()
        {
            Require('\'');
            var value = new StringBuilder();
            while (_position < text.Length)
            {
                var character = text[_position++];
                if (character != '\'')
                {
                    value.Append(character);
                }
                else if (_position < text.Length && text[_position] == '\'')
                {
                    value.Append('\'');
                    _position++;
                }
                else
                {
                    return value.ToString();
                }
            }

            throw Invalid(text);
        }

        private void Require(char character)
        {
            if (!Take(character))
            {
                throw Invalid(text);
            }
        }

        private bool Take(char character)
        {
            SkipSpace();
            if (_position < text.Length && text[_position] == character)
            {
                _position++;
                return true;
            }

            return false;
        }

        private void SkipSpace()
        {
            while (_position < text.Length && text[_position] == ' ')
            {
                _position++;
            }
        }
    }
}
