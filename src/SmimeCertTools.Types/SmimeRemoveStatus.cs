namespace SmimeCertTools.Types;

/// <summary>What became of a record that was to be removed.</summary>
public enum SmimeRemoveStatus
{
    /// <summary>It was deleted, and a look-up no longer shows it.</summary>
    Removed,

    /// <summary>It was not deleted, or that could not be confirmed; Error says why.</summary>
    Failed,

    /// <summary>It is not there, and the file of results says that an earlier run removed it.</summary>
    AlreadyRemoved,

    /// <summary>It was not tried, because the session had ended.</summary>
    NotAttempted,
}
