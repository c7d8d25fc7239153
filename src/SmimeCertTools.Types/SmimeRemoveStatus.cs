namespace SmimeCertTools.Types;

/// <summary>What became of a record that was to be removed.</summary>
public enum SmimeRemoveStatus
{
    /// <summary>It was deleted, and a look-up no longer shows it.</summary>
    Removed,

    /// <summary>It was not deleted; Error says why.</summary>
    Failed,

    /// <summary>It is not there, and the file of results says that an earlier run removed it.</summary>
    AlreadyRemoved,

    /// <summary>It was not tried, because the session had ended or the command was stopped.</summary>
    NotAttempted,

    /// <summary>
    /// Its deletion was begun; in files of results only, where it stands before the deletion is sent. Without a later entry of
    /// the record nobody knows what became of it, and the next run finds out.
    /// </summary>
    Removing,

    /// <summary>
    /// Its deletion was sent, and what became of it could not be seen; Error says why. The next run finds out. Where the service
    /// had said yes, the certificate is in the list for the CA already.
    /// </summary>
    Unconfirmed,
}
