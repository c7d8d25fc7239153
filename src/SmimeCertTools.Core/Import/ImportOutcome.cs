using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>What became of a record, and the record as the service has it.</summary>
public sealed class ImportOutcome
{
    /// <summary>What became of it; never <see cref="SmimeImportStatus.Failed"/> here, failures are exceptions.</summary>
    public required SmimeImportStatus Status { get; init; }

    /// <summary>The record as the service confirmed it, or the one that it has.</summary>
    public required UserPfxRecord Record { get; init; }

    /// <summary>
    /// In what the record that the service has differs from the one wanted, such as "key name A → B"; null when it does not, or
    /// was made the one wanted. Not only of an outdated one: one under a name that the user had before is present.
    /// </summary>
    public string? Difference { get; init; }
}
