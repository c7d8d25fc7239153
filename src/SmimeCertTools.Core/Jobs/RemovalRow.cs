using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
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

    /// <summary>The id of the one record that is meant; null for all of the certificate.</summary>
    public string? RecordId { get; init; }

    /// <summary>The certificate's serial number, where the input has it.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The certificate's issuer, where the input has it.</summary>
    public string? Issuer { get; init; }

    /// <summary>What is wrong with the row; null when it can be used.</summary>
    public SmimeException? Error { get; init; }

    /// <summary>Whether the row means a record of its user and certificate.</summary>
    internal bool Means(RecordDeletion deletion) =>
        RecordId is null || RecordId.Equals(deletion.Record.Id, System.StringComparison.OrdinalIgnoreCase);
}

/// <summary>Asks whether a record is to be removed.</summary>
/// <param name="Record">The record.</param>
public sealed record RemovalWanted(UserPfxRecord Record) : JobQuestion<bool>;

/// <summary>The records of a row were looked up.</summary>
/// <param name="Row">The row.</param>
/// <param name="Count">How many there are to be removed.</param>
public sealed record RecordsFound(RemovalRow Row, int Count) : JobEvent;

/// <summary>What became of a certificate; kept already in the file of results and in the list for the CA.</summary>
/// <param name="Entry">What was kept.</param>
/// <param name="Revocation">
/// What the CA has to revoke: what was removed, or what the service said it removed; null for neither.
/// </param>
/// <param name="Error">The error to be reported; null when there is none, or when it is the job's as a whole.</param>
public sealed record RemovalResult(ResultsEntry Entry, RevocationEntry? Revocation, SmimeException? Error) : JobEvent
{
    /// <summary>The certificate's serial number as it is known; null when nobody knows it.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The certificate's issuer; null when nobody knows it.</summary>
    public string? Issuer { get; init; }
}
