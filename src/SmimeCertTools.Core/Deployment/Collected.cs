using System;
using SmimeCertTools.Core.Graph;

namespace SmimeCertTools.Core.Deployment;

/// <summary>Something that was read, or why it could not be.</summary>
/// <typeparam name="T">What was read.</typeparam>
public sealed class Collected<T>
    where T : class
{
    private readonly T? _value;

    private Collected(T? value, GraphRequestException? error) => (_value, Error) = (value, error);

    /// <summary>Why it could not be read; null when it was.</summary>
    public GraphRequestException? Error { get; }

    /// <summary>Whether it was read.</summary>
    public bool IsRead => Error is null;

    /// <summary>What was read.</summary>
    /// <exception cref="InvalidOperationException">It was not.</exception>
    public T Value => _value ?? throw new InvalidOperationException("It was not read.", Error);

    /// <summary>What was read; null when it was not.</summary>
    public T? ValueOrDefault => _value;

    /// <summary>Something that was read.</summary>
    public static Collected<T> Of(T value) => new(Guard.NotNull(value), null);

    /// <summary>Something that could not be read.</summary>
    public static Collected<T> Failed(GraphRequestException error) => new(null, Guard.NotNull(error));
}
