using System;
using System.Globalization;
using System.Linq;

namespace SmimeCertTools.Core.Records;

/// <summary>User principal names as Entra ID knows them.</summary>
public static class UserPrincipalNames
{
    /// <summary>The longest name in characters; well above what the directory allows.</summary>
    public const int MaximumLength = 1024;

    /// <summary>
    /// Checks that <paramref name="userPrincipalName"/> can be one: name@domain with one @, a dot within the domain, no white
    /// space and no invisible characters. Apostrophes and the <c>#EXT#</c> of guests are legal. Whether such a user exists only
    /// the directory knows.
    /// </summary>
    /// <exception cref="ImportException">It cannot (<see cref="ImportErrorKind.UserPrincipalNameInvalid"/>).</exception>
    public static void Validate(string? userPrincipalName)
    {
        if (FindProblem(userPrincipalName) is { } problem)
        {
            throw new ImportException(
                ImportErrorKind.UserPrincipalNameInvalid,
                $"'{Shorten(userPrincipalName)}' is no user principal name: {problem}. It looks like anna@contoso.com.",
                userPrincipalName);
        }
    }

    /// <summary>Why <paramref name="value"/> is no user principal name; null when it can be one.</summary>
    internal static string? FindProblem(string? value) => value switch
    {
        _ when string.IsNullOrWhiteSpace(value) => "it is empty",
        { Length: > MaximumLength } => $"it has more than {MaximumLength} characters",
        _ when value!.Cast<char?>().FirstOrDefault(IsOdd) is { } odd => char.IsWhiteSpace(odd)
            ? "it has white space in it"
            : "it has an invisible or unusual character in it",
        _ => FindProblem(value!.Split('@')),
    };

    private static string? FindProblem(string[] parts) => parts.Length != 2
        ? parts.Length == 1 ? "it has no @" : "it has more than one @"
        : parts[0].Length == 0 ? "nothing stands before the @"
        : parts[1].IndexOf('.') <= 0 || parts[1].EndsWith(".", StringComparison.Ordinal) || parts[1].Contains("..")
            ? "what follows the @ is no domain name"
        : null;

    private static bool IsOdd(char? character) => char.IsWhiteSpace(character!.Value)
        || char.GetUnicodeCategory(character.Value)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate;

    private static string Shorten(string? value) =>
        value is { Length: > 80 } ? value.Substring(0, 80) + "…" : value ?? string.Empty;
}
