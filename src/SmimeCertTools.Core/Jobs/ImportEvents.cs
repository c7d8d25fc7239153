using System;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Ledger;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Jobs;

/// <summary>A row was checked; what is wrong with it comes as results of its own.</summary>
public sealed class RowChecked(ImportRow row) : JobEvent
{
    /// <summary>The row; its password is gone.</summary>
    public ImportRow Row { get; } = row;
}

/// <summary>All rows were checked, and the upload begins unless nothing is to be uploaded.</summary>
public sealed class CheckEnded(int rows, int invalid, int records) : JobEvent
{
    /// <summary>How many rows there were.</summary>
    public int Rows { get; } = rows;

    /// <summary>How many of them are bad, as a whole or in part.</summary>
    public int Invalid { get; } = invalid;

    /// <summary>How many certificates can be delivered.</summary>
    public int Records { get; } = records;
}

/// <summary>A record of a row's file is about to be sent.</summary>
public sealed class RecordPrepared(ImportRow row, PreparedUserPfx prepared) : JobEvent
{
    /// <summary>The row, with its file.</summary>
    public ImportRow Row { get; } = row;

    /// <summary>The record.</summary>
    public PreparedUserPfx Prepared { get; } = prepared;
}

/// <summary>
/// Asks for the password of a row's file. Before it is answered, the row gets <see cref="ImportRow.Password"/> or
/// <see cref="ImportRow.Error"/>.
/// </summary>
public sealed class PasswordWanted(ImportRow row) : JobQuestion<bool>
{
    /// <summary>The row.</summary>
    public ImportRow Row { get; } = row;
}

/// <summary>Asks whether a record is to be sent.</summary>
public sealed class UploadWanted(UserPfxRecord record) : JobQuestion<bool>
{
    /// <summary>The record.</summary>
    public UserPfxRecord Record { get; } = record;
}

/// <summary>A record was not to be sent: the question was answered so, or nothing is sent at all.</summary>
public sealed class RecordPassed(ImportRow row) : JobEvent
{
    /// <summary>The row.</summary>
    public ImportRow Row { get; } = row;
}

/// <summary>What became of a row or of one certificate of it; kept already in the file of results.</summary>
public sealed class ImportResult(ImportRow row, LedgerEntry entry, SmimeException? error) : JobEvent
{
    /// <summary>The row.</summary>
    public ImportRow Row { get; } = row;

    /// <summary>What was kept.</summary>
    public LedgerEntry Entry { get; } = entry;

    /// <summary>The error to be reported; null when there is none, or when it is the job's as a whole.</summary>
    public SmimeException? Error { get; } = error;

    /// <summary>First moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Last moment of the certificate's validity; null when the file could not be opened.</summary>
    public DateTimeOffset? NotAfter { get; init; }
}
