namespace SmimeCertTools.Types;

/// <summary>How an app registration compares with what is wanted, or what a command did with it.</summary>
public enum SmimeApplicationStatus
{
    /// <summary>It was created.</summary>
    Created,

    /// <summary>It was completed; what it had besides is as before.</summary>
    Updated,

    /// <summary>It has all that is wanted: nothing was sent.</summary>
    Unchanged,

    /// <summary>It lacks something, and was only compared.</summary>
    Incomplete,

    /// <summary>There is none, and it was only looked for.</summary>
    Missing,
}
