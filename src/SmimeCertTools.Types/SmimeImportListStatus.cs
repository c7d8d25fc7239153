namespace SmimeCertTools.Types;

/// <summary>What became of a file of an archive for which a row of a list was to be made.</summary>
public enum SmimeImportListStatus
{
    /// <summary>Its password, its user and what it is for are known: it stands in the list.</summary>
    Matched,

    /// <summary>None of the passwords opens it.</summary>
    PasswordNotFound,

    /// <summary>No user of the tenant has a name that is in its certificate, or none is in it.</summary>
    UserNotFound,

    /// <summary>Several users have names that are in its certificates.</summary>
    Ambiguous,

    /// <summary>An earlier file has the same certificates.</summary>
    Duplicate,

    /// <summary>It is something else than a PFX.</summary>
    NotAPfx,

    /// <summary>None of its certificates may be used for mail.</summary>
    NotForMail,

    /// <summary>It could not be read, is damaged, or holds no private key to a certificate.</summary>
    Failed,
}
