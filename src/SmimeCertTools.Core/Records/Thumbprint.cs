using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;

namespace SmimeCertTools.Core.Records;

/// <summary>SHA-1 thumbprints as people write them.</summary>
public static class Thumbprint
{
    private const int Digits = 40;

    /// <summary>
    /// Brings a thumbprint to 40 upper-case hexadecimal digits; spaces, colons, dashes and the invisible mark that Windows'
    /// certificate dialog copies along are dropped.
    /// </summary>
    /// <exception cref="FormatException">It is not 40 hexadecimal digits.</exception>
    public static string Normalize(string value) => TryNormalize(Guard.NotNull(value), out var normalized)
        ? normalized
        : throw new FormatException(
            $"'{value}' is no certificate thumbprint. Give the SHA-1 thumbprint: {Digits} hexadecimal digits, with or without "
            + "spaces or colons.");

    /// <summary>As <see cref="Normalize"/>, but tells by its result whether <paramref name="value"/> is a thumbprint.</summary>
    public static bool TryNormalize(string? value, [NotNullWhen(true)] out string? normalized)
    {
        var digits = (value ?? string.Empty).Where(character => !IsSeparator(character)).ToArray();
        normalized = digits.Length == Digits && digits.All(IsHexadecimal) ? new string(digits).ToUpperInvariant() : null;
        return normalized is not null;
    }

    /// <summary>Whether <paramref name="value"/> is a thumbprint in the form <see cref="Normalize"/> returns.</summary>
    internal static bool IsNormalized(string? value) => TryNormalize(value, out var normalized) && normalized == value;

    private static bool IsSeparator(char character) =>
        char.IsWhiteSpace(character) || character is ':' or '-' || char.GetUnicodeCategory(character) == UnicodeCategory.Format;

    private static bool IsHexadecimal(char character) =>
        character is (>= '0' and <= '9') or (>= 'A' and <= 'F') or (>= 'a' and <= 'f');

    /// <summary>The error about a text that is none (<see cref="ImportErrorKind.ThumbprintInvalid"/>).</summary>
    public static ImportException NotOne(string text) => new(
        ImportErrorKind.ThumbprintInvalid,
        $"'{text}' is no thumbprint. Give the SHA-1 thumbprint: 40 hexadecimal digits.",
        text);
}
