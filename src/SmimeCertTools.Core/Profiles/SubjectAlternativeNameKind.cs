namespace SmimeCertTools.Core.Profiles;

/// <summary>The kind of a subject alternative name. Names are those of Graph's subjectAlternativeNameType.</summary>
public enum SubjectAlternativeNameKind
{
    /// <summary>An e-mail address (rfc822Name): what mail clients match.</summary>
    EmailAddress,

    /// <summary>A user principal name.</summary>
    UserPrincipalName,

    /// <summary>A DNS name.</summary>
    DomainNameService,

    /// <summary>A URI.</summary>
    UniversalResourceIdentifier,

    /// <summary>An attribute of the user in Entra.</summary>
    CustomAzureADAttribute,
}
