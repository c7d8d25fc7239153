using System;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Jobs;

/// <summary>A row was checked; what is wrong with it comes as results of its own.</summary>
/// <param name="Row">The row; its password is gone.</param>
public sealed record RowChecked(ImportRow Row) : JobEvent;

/// <summary>All rows were checked, and the upload begins unless nothing is to be uploaded.</summary>
/// <param name="Rows">How many rows there were.</param>
/// <param name="Invalid">How many of them are bad, as a whole or in part.</param>
/// <param name="Records">How many certificates can be delivered.</param>
public sealed record CheckEnded(int Rows, int Invalid, int Records) : JobEvent;

/// <summary>A record of a row's file is about to be sent.</summary>
/// <param name="Row">The row, with its file.</param>
/// <param name="Prepared">The record.</param>
public sealed record RecordPrepared(ImportRow Row, PreparedUserPfx Prepared) : JobEvent;

/// <summary>
/// Asks for the password of a row's file. Before it is answered, the row gets <see cref="ImportRow.Password"/> or
/// <see cref="ImportRow.Error"/>.
/// </summary>
/// <param name="Row">The row.</param>
public sealed record PasswordWanted(ImportRow Row) : JobQuestion<bool>;

/// <summary>Asks whether a record is to be sent.</summary>
/// <param name="Prepared">The record; where nobody can be asked whose it is, without a user.</param>
public sealed record UploadWanted(PreparedUserPfx Prepared) : JobQuestion<bool>
{
    /// <summary>The record.</summary>
    public UserPfxRecord Record => Prepared.Record;
}

/// <summary>A record was not to be sent: the question was answered so, or nothing is sent at all.</summary>
/// <param name="Row">The row.</param>
public sealed record RecordPassed(ImportRow Row) : JobEvent;

/// <summary>What became of a row or of one certificate of it; kept already in the file of results.</summary>
/// <param name="Row">The row.</param>
/// <param name="Entry">What was kept.</param>
/// <param name="Error">The error to be reported; null when there is none, or when it is the job's as a whole.</param>
public sealed record ImportResult(ImportRow Row, ResultsEntry Entry, SmimeException? Error) : JobEvent
{
    /// <summary>First moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Last moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTimeOffset? NotAfter { get; init; }
}
