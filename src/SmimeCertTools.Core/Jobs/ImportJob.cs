using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Checking;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Types;

namespace SmimeCertTools.Core.Jobs;

/// <summary>
/// An import as a whole: checks all rows before the first is sent, asks for what is missing, uploads, and keeps each result. One
/// bad row never stops the others. Records that were made before need no check and are sent as they come.
/// </summary>
/// <param name="options">How it is done.</param>
/// <param name="run">The run, which takes the results.</param>
/// <param name="client">The connection's client; null when nothing is to be sent.</param>
public sealed class ImportJob(ImportOptions options, JobRun run, UserPfxClient? client)
{
    private readonly PasswordAnswers _answers = new();
    private int _strangers;

    /// <summary>The connector's key and how files are written anew; needed before a row with a file is read.</summary>
    public UserPfxProtection? Protection { get; set; }

    /// <summary>Rows, files and records that came in.</summary>
    public int Rows { get; private set; }

    /// <summary>How many of them cannot be delivered as a whole.</summary>
    public int Invalid { get; private set; }

    /// <summary>The error that ended the session; null while it has not ended.</summary>
    public GraphRequestException? SessionError { get; private set; }

    /// <summary>Whether nothing was uploaded because of a bad row.</summary>
    public bool IsStopped => options.StopOnInvalid && Invalid > 0;

    private ConnectorPublicKey? Key => Protection?.Protector.Key;

    /// <summary>Runs the job.</summary>
    /// <param name="rows">The rows, which stay the caller's.</param>
    /// <param name="handle">Told of each event, on the caller's context; answers questions.</param>
    /// <param name="cancellationToken">
    /// Ends the job. Writes under way get a few seconds to be answered, and their results are kept.
    /// </param>
    /// <exception cref="ManifestException">The list cannot be read on, or was changed; what is under way has ended.</exception>
    /// <exception cref="ResultsFileException">A result could not be kept.</exception>
    /// <exception cref="OperationCanceledException">The job was cancelled.</exception>
    public async Task RunAsync(IImportRows rows, Action<JobEvent> handle, CancellationToken cancellationToken)
    {
        Guard.NotNull(rows);
        using (_answers)
        {
            await JobEvents.RunAsync((events, token) => RunAsync(rows, events, token), handle, cancellationToken)
                .ConfigureAwait(true);
        }
    }

    private async Task RunAsync(IImportRows rows, JobEvents events, CancellationToken cancellationToken)
    {
        using var items = new JobItems(options.ThrottleLimit + (2 * Environment.ProcessorCount), cancellationToken);
        using var upload = new ImportUpload(options, run, client, events, () => Key);
        try
        {
            if (await CheckAsync(rows, upload, items, events).ConfigureAwait(false) is { } checker)
            {
                await UploadAsync(rows, checker, upload, items).ConfigureAwait(false);
            }
        }
        finally
        {
            await items.DrainAsync().ConfigureAwait(false);
            SessionError = upload.SessionError;
        }

        run.Complete();
    }

    /// <summary>The first pass; null when there is nothing to upload after it.</summary>
    private async Task<RowChecker?> CheckAsync(IImportRows rows, ImportUpload upload, JobItems items, JobEvents events)
    {
        RowChecker? checker = null;
        try
        {
            while (await rows.ReadAsync(items.Cancellation).ConfigureAwait(false) is { } row)
            {
                if (row.Record is { } record)
                {
                    Rows++;
                    await items.StartAsync(token => upload.SendAsync(row, new PreparedUserPfx { Record = record }, token))
                        .ConfigureAwait(false);
                    if ((SessionError = upload.SessionError) is not null)
                    {
                        return null;
                    }
                }
                else
                {
                    checker ??= new RowChecker(Protection, Environment.ProcessorCount, options.MostKept);
                    await ReportAsync(checker, upload, events, () => checker.IsFull, items.Cancellation).ConfigureAwait(false);
                    var identity = checker.IdentityOf(row);
                    if (row is { Error: null, Password: null })
                    {
                        await events.AskAsync(new PasswordWanted(row), items.Cancellation).ConfigureAwait(false);
                        _answers.Keep(row.Number, row.Password);
                    }

                    if (options.StopOnInvalid && row.Error is null && row.UserPrincipalName.Length > 0)
                    {
                        upload.Announce(items.Cancellation)?.Invoke(row.UserPrincipalName);
                    }

                    checker.Add(row, identity, items.Cancellation);
                }
            }

            if (checker is null)
            {
                return null;
            }

            await ReportAsync(checker, upload, events, () => checker.IsBusy, items.Cancellation).ConfigureAwait(false);
        }
        finally
        {
            await (checker?.SettleAsync() ?? Task.CompletedTask).ConfigureAwait(false);
        }

        await events.TellAsync(new CheckEnded(Rows, Invalid, checker.Records), items.Cancellation).ConfigureAwait(false);
        if (IsStopped)
        {
            run.Count(SmimeImportStatus.NotAttempted, checker.Records - _strangers);
            return null;
        }

        return checker;
    }

    private async Task UploadAsync(IImportRows rows, RowChecker checker, ImportUpload upload, JobItems items)
    {
        await rows.RewindAsync(items.Cancellation).ConfigureAwait(false);
        using var ahead = new RowsAhead(rows, checker.IsLeftOut, upload.Announce(items.Cancellation));
        var read = 0;
        while (await ahead.ReadAsync(items.Cancellation).ConfigureAwait(false) is { } row)
        {
            read++;
            switch (checker.ChangeOf(row))
            {
                case RowChange.None:
                    break;
                case RowChange.PasswordFile:
                    row.Dispose();
                    await upload.FailAsync(row, row.Error ?? ChangedPassword(row), null, items.Cancellation)
                        .ConfigureAwait(false);
                    continue;
                default:
                    row.Dispose();
                    throw rows.Changed(row);
            }

            // Here and not in the item: what is kept of rows is for one at a time.
            row.File = checker.Take(row);
            row.Password ??= _answers.Take(row.Number);
            var digest = checker.FileOf(row);
            await items.StartAsync(token => upload.SendAsync(row, Protection!, digest, token)).ConfigureAwait(false);
        }

        if (read < checker.Deliverable)
        {
            throw rows.Shortened();
        }
    }

    private static ImportException ChangedPassword(ImportRow row) => new(
        ImportErrorKind.FileChanged,
        $"The file '{row.PasswordFile}' does not hold the password that was checked: it was changed meanwhile. Nothing of "
        + $"'{row.Path}' was uploaded for {row.Recipient}. Leave files alone during an import and run the command again; "
        + "what is done is not sent twice.",
        row.PasswordFile);

    private async Task ReportAsync(
        RowChecker checker, ImportUpload upload, JobEvents events, Func<bool> isWanted, CancellationToken cancellationToken)
    {
        while (isWanted())
        {
            var row = await checker.TakeAsync().ConfigureAwait(false);
            var strangers = options.StopOnInvalid
                ? await FindStrangersAsync(row, upload, cancellationToken).ConfigureAwait(false) : [];
            _strangers += strangers.Count;
            (Rows, Invalid) = (Rows + 1, row.IsGood && strangers.Count == 0 ? Invalid : Invalid + 1);
            if (row.File is not { Thumbprints.Count: > 0, Records.Count: 0 })
            {
                // Its file is not opened again.
                _answers.Take(row.Number)?.Dispose();
            }

            await events.TellAsync(new RowChecked(row), cancellationToken).ConfigureAwait(false);
            if (row.Error is { } error)
            {
                await upload.FailAsync(row, error, null, cancellationToken).ConfigureAwait(false);
            }

            foreach (var failure in row.File?.Failures ?? [])
            {
                await upload.FailAsync(row, failure.Error, failure.Certificate, cancellationToken).ConfigureAwait(false);
            }

            foreach (var (certificate, stranger) in strangers)
            {
                await upload.FailAsync(row, stranger, certificate, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // Where one bad row stops all, whose the certificates are is found out before the first is sent.
    private static async Task<List<(CertificateInfo Certificate, SmimeException Error)>> FindStrangersAsync(
        ImportRow row, ImportUpload upload, CancellationToken cancellationToken)
    {
        List<(CertificateInfo, SmimeException)> strangers = [];
        foreach (var certificate in row.Error is null ? row.File?.Certificates ?? [] : [])
        {
            if (await upload.Owners.FindProblemAsync(row, certificate, cancellationToken).ConfigureAwait(false) is { } error)
            {
                strangers.Add((certificate, error));
            }
        }

        return strangers;
    }
}
