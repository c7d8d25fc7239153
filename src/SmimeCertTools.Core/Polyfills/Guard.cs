using System;
using System.Runtime.CompilerServices;

namespace SmimeCertTools.Core;

/// <summary>Argument checks that read the same on every target framework.</summary>
internal static class Guard
{
    /// <summary>Returns <paramref name="value"/>, or throws when it is null.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    public static T NotNull<T>(T? value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : class => value ?? throw new ArgumentNullException(name);

    /// <summary>Returns <paramref name="value"/>, or throws when it is null, empty or white space.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> holds no text.</exception>
    public static string NotBlank(string? value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A value is required.", name) : value!;
}
