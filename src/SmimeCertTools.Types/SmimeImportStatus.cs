namespace SmimeCertTools.Types;

/// <summary>What became of a certificate that was to be imported.</summary>
public enum SmimeImportStatus
{
    /// <summary>It was uploaded and the service confirmed it.</summary>
    Imported,

    /// <summary>An identical record exists; nothing was sent.</summary>
    AlreadyPresent,

    /// <summary>A record of the same certificate existed and was replaced.</summary>
    Updated,

    /// <summary>It was not uploaded, or that could not be confirmed; Error says why.</summary>
    Failed,

    /// <summary>A record of the same certificate exists under another key, padding or purpose; nothing was sent.</summary>
    Outdated,

    /// <summary>It was not tried, because the session had ended.</summary>
    NotAttempted,
}
