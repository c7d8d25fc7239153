namespace SmimeCertTools.Core.Profiles;

/// <summary>A subject alternative name of an issued certificate.</summary>
public sealed class SubjectAlternativeName
{
    /// <summary>The kind.</summary>
    public required SubjectAlternativeNameKind Kind { get; init; }

    /// <summary>
    /// The value with variables of Intune's. Null for the usual one: <c>{{EmailAddress}}</c> or <c>{{UserPrincipalName}}</c>; the
    /// other kinds have none.
    /// </summary>
    public string? Value { get; init; }
}
