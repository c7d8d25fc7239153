namespace SmimeCertTools.Types;

/// <summary>What came of a check of the deployment.</summary>
public enum SmimeCheckStatus
{
    /// <summary>Nothing is wrong.</summary>
    Pass,

    /// <summary>It could not be checked: something that it needs could not be read, or nothing shows it.</summary>
    Unknown,

    /// <summary>Something may be wrong, or will be.</summary>
    Warning,

    /// <summary>Something is wrong: somebody cannot read or sign mail.</summary>
    Fail,
}
