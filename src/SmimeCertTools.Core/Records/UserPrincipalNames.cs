using System.Globalization;

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
    internal static string? FindProblem(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return "it is empty";
        }

        if (value!.Length > MaximumLength)
        {
            return $"it has more than {MaximumLength} characters";
        }

        foreach (var character in value)
        {
            if (char.IsWhiteSpace(character))
            {
                return "it has white space in it";
            }

            var category = char.GetUnicodeCategory(character);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate)
            {
                return "it has an invisible or unusual character in it";
            }
        }

        var at = value.IndexOf('@');
        if (at < 0 || at != value.LastIndexOf('@'))
        {
            return at < 0 ? "it has no @" : "it has more than one @";
        }

        if (at == 0)
        {
            return "nothing stands before the @";
        }

        var domain = value.Substring(at + 1);
        return domain.IndexOf('.') <= 0 || domain.EndsWith(".", System.StringComparison.Ordinal) || domain.Contains("..")
            ? "what follows the @ is no domain name"
            : null;
    }

    private static string Shorten(string? value) =>
        value is { Length: > 80 } ? value.Substring(0, 80) + "…" : value ?? string.Empty;
}
