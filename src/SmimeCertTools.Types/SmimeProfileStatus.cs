namespace SmimeCertTools.Types;

/// <summary>What a command did with a profile.</summary>
public enum SmimeProfileStatus
{
    /// <summary>It was read, and nothing was to be done.</summary>
    Existing,

    /// <summary>It was created.</summary>
    Created,

    /// <summary>It was changed, assigned, or both; Changes says how.</summary>
    Updated,

    /// <summary>It is as wanted: nothing was sent.</summary>
    Unchanged,

    /// <summary>It exists and was left as it is, compared with nothing.</summary>
    Skipped,

    /// <summary>It was deleted, and a look-up no longer shows it.</summary>
    Removed,
}
