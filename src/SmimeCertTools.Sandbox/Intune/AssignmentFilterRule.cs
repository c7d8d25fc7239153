using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>
/// The rule of an assignment filter: comparisons such as <c>(device.model -startsWith "iPad")</c>, joined by <c>and</c> and
/// <c>or</c>, with <c>not</c> and parentheses. Texts are compared regardless of case.
/// </summary>
internal static partial class AssignmentFilterRule
{
    private static readonly Dictionary<string, Func<IFilteredDevice, string>> Members = new(StringComparer.OrdinalIgnoreCase)
    {
        ["device.deviceName"] = device => device.Name,
        ["device.manufacturer"] = device => device.Manufacturer,
        ["device.model"] = device => device.Model,
        ["device.osVersion"] = device => device.OsVersion,
        ["device.deviceOwnership"] = device => device.IsCorporate ? "Corporate" : "Personal",
    };

    private static readonly Dictionary<string, Func<string, string, bool>> Operators = new(StringComparer.OrdinalIgnoreCase)
    {
        ["-eq"] = (value, other) => value.Equals(other, StringComparison.OrdinalIgnoreCase),
        ["-ne"] = (value, other) => !value.Equals(other, StringComparison.OrdinalIgnoreCase),
        ["-startsWith"] = (value, other) => value.StartsWith(other, StringComparison.OrdinalIgnoreCase),
        ["-endsWith"] = (value, other) => value.EndsWith(other, StringComparison.OrdinalIgnoreCase),
        ["-contains"] = (value, other) => value.Contains(other, StringComparison.OrdinalIgnoreCase),
        ["-notContains"] = (value, other) => !value.Contains(other, StringComparison.OrdinalIgnoreCase),
    };



    /// <summary>Which devices the rule means.</summary>
    /// <exception cref="FormatException">The text is no such rule.</exception>
    public static Func<IFilteredDevice, bool> Parse(string rule) => new Parser(rule).Parse();

    /// <summary>Adds a problem where the text is no such rule.</summary>
    public static void Check(string rule, List<string> problems)
    {
        try
        {
            Parse(rule);
        }
        catch (FormatException exception)
        {
            problems.Add($"rule cannot be read: {exception.Message}");
        }
    }

    [GeneratedRegex("""[()]|"[^"]*"|[^\s()"]+|\S""", RegexOptions.CultureInvariant)]
    private static partial Regex Token();

    private sealed class Parser(string rule) : ConditionParser<IFilteredDevice>(
        [.. Token().Matches(rule).Select(match => match.Value)], StringComparison.OrdinalIgnoreCase)
    {
        protected override Func<IFilteredDevice, bool> Condition()
        {
            var member = Known(Members);
            var compare = Known(Operators);
            if (Peek?.StartsWith('"') != true)
            {
                throw Unexpected();
            }

            var value = Next().Trim('"');
            return device => compare(member(device), value);
        }

        protected override Exception Unexpected() =>
            new FormatException(Peek is { } token ? $"'{token}' is not expected here" : "it ends too early");

        private T Known<T>(Dictionary<string, T> known) =>
            Peek is { } token && known.TryGetValue(token, out var found) && Next() == token ? found : throw Unexpected();
    }
}
