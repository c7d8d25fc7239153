namespace SmimeCertTools.Types;

/// <summary>The mail that a mail client keeps on the device.</summary>
public enum SmimeEmailSyncDuration
{
    /// <summary>As the user chooses.</summary>
    UserDefined,

    /// <summary>One day.</summary>
    OneDay,

    /// <summary>Three days.</summary>
    ThreeDays,

    /// <summary>One week.</summary>
    OneWeek,

    /// <summary>Two weeks.</summary>
    TwoWeeks,

    /// <summary>One month.</summary>
    OneMonth,

    /// <summary>All.</summary>
    Unlimited,
}
