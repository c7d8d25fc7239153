using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Import;

/// <summary>What became of a record.</summary>
public enum SmimeImportStatus
{
    /// <summary>It was uploaded and confirmed.</summary>
    Imported,

    /// <summary>An identical record exists; nothing was sent.</summary>
    AlreadyPresent,

    /// <summary>A record of the same certificate existed and was replaced.</summary>
    Updated,

    /// <summary>It was not uploaded, or that could not be confirmed.</summary>
    Failed,

    /// <summary>A record of the same certificate exists under another key name, padding or purpose; nothing was sent.</summary>
    Outdated,

    /// <summary>It was not tried, because the session had ended.</summary>
    NotAttempted,

    /// <summary>It was deleted, and a look-up no longer shows it.</summary>
    Removed,

    /// <summary>It was to be deleted, and an earlier run had done so.</summary>
    AlreadyRemoved,
}

/// <summary>What became of a record, and the record as the service has it.</summary>
public sealed class ImportOutcome
{
    /// <summary>What became of it; never <see cref="SmimeImportStatus.Failed"/> here, failures are exceptions.</summary>
    public required SmimeImportStatus Status { get; init; }

    /// <summary>The record as the service confirmed it, or the one that it has.</summary>
    public required UserPfxRecord Record { get; init; }

    /// <summary>
    /// In what the record that the service has differs from the one wanted, such as "key name A → B"; null unless it is
    /// <see cref="SmimeImportStatus.Outdated"/>.
    /// </summary>
    public string? Difference { get; init; }
}
