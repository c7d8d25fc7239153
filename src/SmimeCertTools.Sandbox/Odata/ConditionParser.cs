using System;
using System.Collections.Generic;

namespace SmimeCertTools.Sandbox.Odata;

/// <summary>
/// Reads conditions that are joined by <c>and</c> and <c>or</c>, with <c>not</c> and parentheses. What a single condition looks
/// like is said by who derives from it. For one use.
/// </summary>
/// <typeparam name="T">What the conditions are about.</typeparam>
internal abstract class ConditionParser<T>(IReadOnlyList<string> tokens, StringComparison comparison)
{
    private int _next;

    /// <summary>Whether <c>or</c>, <c>not</c> and parentheses are known, rather than <c>and</c> alone.</summary>
    protected virtual bool KnowsAllJunctions => true;

    /// <summary>Whether <c>or</c> and parentheses are known.</summary>
    protected virtual bool KnowsOr => KnowsAllJunctions;

    /// <summary>The token that comes next; null at the end.</summary>
    protected string? Peek => _next < tokens.Count ? tokens[_next] : null;

    public Func<T, bool> Parse()
    {
        var condition = Or();
        return Peek is null ? condition : throw Unexpected();
    }

    protected abstract Func<T, bool> Condition();

    protected abstract Exception Unexpected();

    protected string Next() => _next < tokens.Count ? tokens[_next++] : throw Unexpected();

    protected bool Take(string token)
    {
        var isNext = token.Equals(Peek, comparison);
        _next += isNext ? 1 : 0;
        return isNext;
    }

    protected void Require(string token)
    {
        if (!Take(token))
        {
            throw Unexpected();
        }
    }

    private Func<T, bool> Or()
    {
        var left = And();
        while (KnowsOr && Take("or"))
        {
            var (first, second) = (left, And());
            left = item => first(item) || second(item);
        }

        return left;
    }

    private Func<T, bool> And()
    {
        var left = Unary();
        while (Take("and"))
        {
            var (first, second) = (left, Unary());
            left = item => first(item) && second(item);
        }

        return left;
    }

    private Func<T, bool> Unary()
    {
        if (KnowsAllJunctions && Take("not"))
        {
            var inner = Unary();
            return item => !inner(item);
        }

        if (!KnowsOr || !Take("("))
        {
            return Condition();
        }

        var group = Or();
        Require(")");
        return group;
    }
}
