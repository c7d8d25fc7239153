namespace SmimeCertTools.Types;

/// <summary>The unit of an issued certificate's validity.</summary>
public enum SmimeValidityScale
{
    /// <summary>Days.</summary>
    Days,

    /// <summary>Months.</summary>
    Months,

    /// <summary>Years.</summary>
    Years,
}
