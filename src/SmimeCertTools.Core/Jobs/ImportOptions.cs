namespace SmimeCertTools.Core.Jobs;

/// <summary>How an import is done.</summary>
public sealed record ImportOptions
{
    /// <summary>Whether a record of the same certificate is replaced, identical or not.</summary>
    public bool Force { get; init; }

    /// <summary>Whether nothing is uploaded when anything is wrong with any row.</summary>
    public bool StopOnInvalid { get; init; }

    /// <summary>Whether nothing is sent: only looked up and asked for, and counted as passed over.</summary>
    public bool IsRehearsal { get; init; }

    /// <summary>How many uploads are under way at a time. Files are prepared beside them.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>How many bytes of records are kept between the check and the upload; files beyond are opened once more.</summary>
    internal int MostKept { get; init; } = Bulk.Checking.RowChecker.MostKept;
}
