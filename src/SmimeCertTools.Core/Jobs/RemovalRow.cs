using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Ledger;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;

namespace SmimeCertTools.Core.Jobs;

/// <summary>What is to be removed: one certificate of a user, or all of them.</summary>
public sealed class RemovalRow
{
    /// <summary>The user; empty when the row has none.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The certificate's SHA-1 thumbprint in any usual notation; null for all certificates of the user.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>The certificate's serial number, where the input has it.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The certificate's issuer, where the input has it.</summary>
    public string? Issuer { get; init; }

    /// <summary>What is wrong with the row; null when it can be used.</summary>
    public SmimeException? Error { get; init; }
}

/// <summary>Asks whether a record is to be removed.</summary>
public sealed class RemovalWanted(UserPfxRecord record) : JobQuestion<bool>
{
    /// <summary>The record.</summary>
    public UserPfxRecord Record { get; } = record;
}

/// <summary>What became of a certificate; kept already in the file of results and in the list for the CA.</summary>
public sealed class RemovalResult(LedgerEntry entry, RevocationEntry? revocation, SmimeException? error) : JobEvent
{
    /// <summary>What was kept.</summary>
    public LedgerEntry Entry { get; } = entry;

    /// <summary>What the CA has to revoke; null when nothing was removed.</summary>
    public RevocationEntry? Revocation { get; } = revocation;

    /// <summary>The error to be reported; null when there is none, or when it is the job's as a whole.</summary>
    public SmimeException? Error { get; } = error;

    /// <summary>The certificate's serial number as it is known; null when nobody knows it.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The certificate's issuer; null when nobody knows it.</summary>
    public string? Issuer { get; init; }
}
