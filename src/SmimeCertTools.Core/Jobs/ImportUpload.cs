using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Types;

namespace SmimeCertTools.Core.Jobs;

/// <summary>The upload of an import: from a checked row to its results. Safe for concurrent use.</summary>
internal sealed class ImportUpload : IDisposable
{
    private readonly ImportOptions _options;
    private readonly JobRun _run;
    private readonly JobEvents _events;
    private readonly ImportEntries _entries;
    private readonly Func<ConnectorPublicKey?> _key;
    private readonly SemaphoreSlim _uploads;
    private readonly UserPfxImporter? _importer;
    private volatile GraphRequestException? _sessionError;

    /// <param name="options">How it is done.</param>
    /// <param name="run">Takes the results.</param>
    /// <param name="client">Null when nothing is to be sent.</param>
    /// <param name="events">Takes what is told and asked.</param>
    /// <param name="key">The connector's key, once there is one.</param>
    public ImportUpload(
        ImportOptions options, JobRun run, UserPfxClient? client, JobEvents events, Func<ConnectorPublicKey?> key)
    {
        (_options, _run, _events, _key) = (options, run, events, key);
        _entries = new ImportEntries(run);
        _uploads = new SemaphoreSlim(options.ThrottleLimit);
        _importer = client is null ? null
            : new UserPfxImporter(
                client, text => _ = events.TellAsync(new JobMessage(text, IsWarning: true), CancellationToken.None))
            {
                IsRehearsal = options.IsRehearsal,
            };
        Owners = new ImportOwners(_importer);
    }

    /// <summary>Finds out whose certificates are.</summary>
    public ImportOwners Owners { get; }

    /// <summary>The error that ended the session; null while it has not ended.</summary>
    public GraphRequestException? SessionError => _sessionError;

    /// <summary>Announces users to the look-up; null when nobody is looked up.</summary>
    public Action<string>? Announce(CancellationToken cancellationToken) =>
        _importer is { } importer ? user => importer.Announce(user, cancellationToken) : null;

    /// <inheritdoc/>
    public void Dispose() => _uploads.Dispose();

    /// <summary>Makes records of a row's file, unless the check kept them, and sends them. Disposes of the row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="protection">The connector's key, and how files are written anew.</param>
    /// <param name="digest">What the file was when it was checked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task SendAsync(
        ImportRow row, UserPfxProtection protection, Digest128 digest, CancellationToken cancellationToken)
    {
        using (row)
        {
            if (_sessionError is { } lost)
            {
                var entry = _entries.Of(row, SmimeImportStatus.NotAttempted, lost);
                await EndAsync(new ImportResult(row, entry, null), cancellationToken).ConfigureAwait(false);
                return;
            }

            try
            {
                if (row.File is not null)
                {
                    await UserPfxPreparer.CompareAsync(row, digest, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    if (row.Password is null)
                    {
                        await _events.AskAsync(new PasswordWanted(row), cancellationToken).ConfigureAwait(false);
                    }

                    row.File = row.Error is not null ? throw row.Error : await UserPfxPreparer.RunAsync(
                        row, protection, isWritten: true, digest, TimeProvider.System, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (SmimeException error)
            {
                await FailAsync(row, error, null, cancellationToken).ConfigureAwait(false);
                return;
            }

            foreach (var prepared in row.File.Records)
            {
                await SendAsync(row, prepared, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a record, when it is wanted.</summary>
    public async Task SendAsync(ImportRow row, PreparedUserPfx prepared, CancellationToken cancellationToken)
    {
        (prepared, var refused) = await SettleOwnerAsync(row, prepared, cancellationToken).ConfigureAwait(false);
        if (refused is not null)
        {
            await EndAsync(refused, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (row.File is not null)
        {
            await _events.TellAsync(new RecordPrepared(row, prepared), cancellationToken).ConfigureAwait(false);
        }

        var record = prepared.Record;
        if (_importer is null || !(_options.IsRehearsal
            || await _events.AskAsync(new UploadWanted(prepared), cancellationToken).ConfigureAwait(false)))
        {
            await PassAsync(row, prepared, SmimeImportStatus.Imported, isAsked: _importer is not null, cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        await _uploads.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (entry, error) = await TrySendAsync(row, prepared, cancellationToken).ConfigureAwait(false);
            if (_options.IsRehearsal && entry.Status is SmimeImportStatus.Imported or SmimeImportStatus.Updated)
            {
                await PassAsync(row, prepared, (SmimeImportStatus)entry.Status, isAsked: false, cancellationToken)
                    .ConfigureAwait(false);
                return;
            }

            entry = entry with { FoundBy = prepared.FoundBy };
            var result = new ImportResult(row, entry, error)
            {
                NotBefore = record.StartDateTime,
                NotAfter = record.ExpirationDateTime,
            };
            await EndAsync(result, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _uploads.Release();
        }
    }

    /// <summary>Reports a row, or a key pair of its file, that no record comes of.</summary>
    public Task FailAsync(
        ImportRow row, SmimeException error, CertificateInfo? certificate, CancellationToken cancellationToken)
    {
        var entry = _entries.Of(
            row, SmimeImportStatus.Failed, error, thumbprint: row.Thumbprint, certificate: certificate);
        return EndAsync(
            new ImportResult(row, entry, error) { NotBefore = certificate?.NotBefore, NotAfter = certificate?.NotAfter },
            cancellationToken);
    }

    /// <summary>The record under its user's name, or the result of one that has none or is another's.</summary>
    private async Task<(PreparedUserPfx Prepared, ImportResult? Refused)> SettleOwnerAsync(
        ImportRow row, PreparedUserPfx prepared, CancellationToken cancellationToken)
    {
        await _uploads.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_sessionError is { } lost)
            {
                return (prepared, prepared.Record.UserPrincipalName.Length > 0 ? null
                    : new ImportResult(row, _entries.Of(row, SmimeImportStatus.NotAttempted, lost, prepared.Record), null));
            }

            var (owned, warning) = await Owners.SettleAsync(row, prepared, cancellationToken).ConfigureAwait(false);
            if (warning is not null)
            {
                await _events.TellAsync(new JobMessage(warning, IsWarning: true), cancellationToken).ConfigureAwait(false);
            }

            return (owned, null);
        }
        catch (SmimeException error)
        {
            _sessionError ??= error is GraphRequestException { IsSessionError: true } session ? session : null;
            var entry = _entries.Of(
                row, SmimeImportStatus.Failed, error, prepared.Record, certificate: prepared.Certificate);
            return (prepared, new ImportResult(row, entry, error == _sessionError ? null : error)
            {
                NotBefore = prepared.Record.StartDateTime,
                NotAfter = prepared.Record.ExpirationDateTime,
            });
        }
        finally
        {
            _uploads.Release();
        }
    }

    /// <summary>What became of a record, and the error to be reported.</summary>
    private async Task<(ResultsEntry Entry, SmimeException? Error)> TrySendAsync(
        ImportRow row, PreparedUserPfx prepared, CancellationToken cancellationToken)
    {
        var (record, certificate) = (prepared.Record, prepared.Certificate);
        if (_sessionError is { } lost)
        {
            return (_entries.Of(row, SmimeImportStatus.NotAttempted, lost, record, certificate: certificate), null);
        }

        try
        {
            var key = row.Record is null ? _key() : null;
            var doneAt = _options.Force && key is not null ? _run.Done?.DoneAt(record, key.Fingerprint) : null;
            var outcome = await _importer!.ImportAsync(record, _options.Force, doneAt, cancellationToken).ConfigureAwait(false);
            var (status, difference, fingerprint) = KeptOutcome.Judge(outcome, key, _run.Done);
            var entry = _entries.Of(row, status, null, record, certificate: certificate) with
            {
                RecordId = outcome.Record.Id,
                LastModified = outcome.Record.LastModifiedDateTime,
                PublicKeyFingerprint = fingerprint,
                Message = difference,
            };
            return (entry, null);
        }
        catch (SmimeException error)
        {
            // A lost session is the whole job's error, once, after the items under way have ended.
            _sessionError ??= error is GraphRequestException { IsSessionError: true } session ? session : null;
            return (_entries.Of(row, SmimeImportStatus.Failed, error, record, certificate: certificate),
                error == _sessionError ? null : error);
        }
    }

    private async Task PassAsync(
        ImportRow row, PreparedUserPfx prepared, SmimeImportStatus status, bool isAsked, CancellationToken cancellationToken)
    {
        if (!isAsked)
        {
            await _events.AskAsync(new UploadWanted(prepared), cancellationToken).ConfigureAwait(false);
        }

        _run.Pass(status);
        await _events.TellAsync(new RecordPassed(row), cancellationToken).ConfigureAwait(false);
    }

    private Task EndAsync(ImportResult result, CancellationToken cancellationToken)
    {
        _run.Add(result.Entry);
        if (result.Entry is { Status: SmimeImportStatus.Failed, ErrorId: { } errorId })
        {
            _run.Fail(new JobFailure(errorId, result.Row.Number, result.Row.Target));
        }

        return _events.TellAsync(result, cancellationToken);
    }
}
