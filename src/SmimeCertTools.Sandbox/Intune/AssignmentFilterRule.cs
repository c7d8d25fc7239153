using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>
/// The rule of an assignment filter: comparisons such as <c>(device.model -startsWith "iPad")</c>, joined by <c>and</c> and
/// <c>or</c>, with <c>not</c> and parentheses. Texts are compared regardless of case.
/// </summary>
internal sealed partial class AssignmentFilterRule
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

    private readonly string[] _tokens;
    private readonly Func<IFilteredDevice, bool> _matches;
    private int _next;

    private AssignmentFilterRule(string rule)
    {
        _tokens = [.. Token().Matches(rule).Select(match => match.Value)];
        _matches = Or();
        if (_next < _tokens.Length)
        {
            throw Unexpected();
        }
    }

    public bool Matches(IFilteredDevice device) => _matches(device);

    /// <exception cref="FormatException">The text is no such rule.</exception>
    public static AssignmentFilterRule Parse(string rule) => new(rule);

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

    private FormatException Unexpected() => new(_next < _tokens.Length
        ? $"'{_tokens[_next]}' is not expected here"
        : "it ends too early");

    private Func<IFilteredDevice, bool> Or()
    {
        var left = And();
        while (Take("or"))
        {
            var (first, second) = (left, And());
            left = device => first(device) || second(device);
        }

        return left;
    }

    private Func<IFilteredDevice, bool> And()
    {
        var left = Unary();
        while (Take("and"))
        {
            var (first, second) = (left, Unary());
            left = device => first(device) && second(device);
        }

        return left;
    }

    private Func<IFilteredDevice, bool> Unary()
    {
        if (Take("not"))
        {
            var inner = Unary();
            return device => !inner(device);
        }

        if (!Take("("))
        {
            return Comparison();
        }

        var group = Or();
        return Take(")") ? group : throw Unexpected();
    }

    private Func<IFilteredDevice, bool> Comparison()
    {
        var member = Known(Members);
        var compare = Known(Operators);
        if (_next == _tokens.Length || !_tokens[_next].StartsWith('"'))
        {
            throw Unexpected();
        }

        var value = _tokens[_next++].Trim('"');
        return device => compare(member(device), value);
    }

    private T Known<T>(Dictionary<string, T> known) =>
        _next < _tokens.Length && known.TryGetValue(_tokens[_next], out var found) && _next++ >= 0 ? found : throw Unexpected();

    private bool Take(string token)
    {
        var isNext = _next < _tokens.Length && _tokens[_next].Equals(token, StringComparison.OrdinalIgnoreCase);
        _next += isNext ? 1 : 0;
        return isNext;
    }

    [GeneratedRegex("""[()]|"[^"]*"|[^\s()"]+|\S""", RegexOptions.CultureInvariant)]
    private static partial Regex Token();
}
