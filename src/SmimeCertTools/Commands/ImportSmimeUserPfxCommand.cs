using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;
using SmimeCertTools.Models;
using SmimeCertTools.Parameters;

namespace SmimeCertTools.Commands;

/// <summary>
/// Uploads users' PFX files, their passwords protected for the certificate connector, or records made by New-SmimeUserPfx.
/// What Intune has already is not sent again. Every certificate ends in one result object.
/// </summary>
[Cmdlet(VerbsData.Import, "SmimeUserPfx", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeImportResult))]
public sealed class ImportSmimeUserPfxCommand : UserPfxInputCommand
{
    private const string RecordSet = "Record";

    private UserPfxImporter? _importer;
    private GraphRequestException? _sessionError;
    private int _notAttempted;

    /// <summary>Records made by New-SmimeUserPfx, also read back from JSON.</summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true, ValueFromPipeline = true)]
    [UserPfxRecordTransform]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>Whether a record of the same certificate is replaced, identical or not.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Activity => "Importing S/MIME certificates";

    private bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(SessionState.PSVariable.GetValue("WhatIfPreference"));

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        // What would be done can be seen without a tenant.
        if (!IsWhatIf)
        {
            IProgress<string> warnings = new Progress<string>(WriteWarning);
            _importer = new UserPfxImporter(RequireConnection().UserPfx, warnings.Report);
        }

        await base.BeginAsync();
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (HasFiles)
        {
            await StartFilesAsync();
        }
        else
        {
            await StartRecordsAsync();
        }

        if (_sessionError is not null)
        {
            await EndSessionAsync(_sessionError);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        await base.EndAsync();
        if (_sessionError is not null)
        {
            await EndSessionAsync(_sessionError);
        }
    }

    private protected override bool IsWorthTrying(UserPfxItem item)
    {
        if (_sessionError is null)
        {
            return true;
        }

        _notAttempted++;
        WriteResult(SmimeImportResult.Failure(item.UserPrincipalName, item.Path, _sessionError.ErrorId, NotAttempted));
        return false;
    }

    private protected override void Fail(UserPfxItem item, ErrorRecord error, CertificateInfo? certificate = null)
    {
        var (id, message) = (error.FullyQualifiedErrorId, error.Exception.Message);
        var result = SmimeImportResult.Failure(item.UserPrincipalName, item.Path, id, message, certificate);
        WriteError(error);
        WriteResult(result);
    }

    private protected override async Task CompleteAsync(
        UserPfxItem item, PreparedUserPfx prepared, CancellationToken cancellation)
    {
        var record = prepared.Record;
        if (!ShouldProcess(Describe(record), "Import S/MIME certificate") || _importer is null)
        {
            Progress.Count(failed: false, item.Target);
            return;
        }

        if (_sessionError is not null)
        {
            _notAttempted++;
            WriteResult(SmimeImportResult.Failure(prepared, _sessionError.ErrorId, NotAttempted));
            return;
        }

        try
        {
            var outcome = await _importer.ImportAsync(record, Force, cancellation);
            WriteVerbose($"{record.UserPrincipalName}: {record.Thumbprint} {outcome.Status}, record {outcome.Record.Id}.");
            WriteResult(SmimeImportResult.Done(prepared, outcome));
        }
        catch (GraphRequestException error) when (error.IsSessionError)
        {
            // Written as the cmdlet's terminating error, once, after the items under way have ended.
            _sessionError ??= error;
            WriteResult(SmimeImportResult.Failure(prepared, error.ErrorId, error.Message));
        }
        catch (SmimeException error)
        {
            WriteError(error.ToErrorRecord(item.Target));
            WriteResult(SmimeImportResult.Failure(prepared, error.ErrorId, error.Message));
        }
    }

    private static string NotAttempted => "It was not attempted, because the session with Graph had ended.";

    private static string Describe(UserPfxRecord record) => string.Format(
        CultureInfo.InvariantCulture,
        "{0}: {1} ({2}, valid {3:yyyy-MM-dd} to {4:yyyy-MM-dd})",
        record.UserPrincipalName,
        record.Thumbprint,
        record.IntendedPurpose,
        record.StartDateTime.LocalDateTime,
        record.ExpirationDateTime.LocalDateTime);

    private async Task StartRecordsAsync()
    {
        if (!MyInvocation.ExpectingInput)
        {
            Progress.Total = InputObject.Length;
        }

        foreach (var input in InputObject)
        {
            var item = NewItem(UserPfxRecordReader.NameOf(input), path: null);
            PreparedUserPfx prepared;
            try
            {
                prepared = new PreparedUserPfx { Record = UserPfxRecordReader.Read(input) };
            }
            catch (ImportException error)
            {
                Fail(item, error.ToErrorRecord(item.Target));
                continue;
            }

            await StartItemAsync(cancellation => CompleteAsync(item, prepared, cancellation));
        }
    }

    private void WriteResult(SmimeImportResult result)
    {
        WriteObject(result);
        Progress.Count(result.Status == SmimeImportStatus.Failed, result.Path ?? result.UserPrincipalName ?? string.Empty);
    }

    private async Task EndSessionAsync(GraphRequestException error)
    {
        await DrainAsync();
        Progress.Complete();
        var record = error.ToErrorRecord();
        var action = record.ErrorDetails?.RecommendedAction;
        var rest = _notAttempted > 0 ? $"{_notAttempted} of the certificates read by then were" : "What comes after was";
        record.ErrorDetails = new ErrorDetails(
            $"{error.Message} {Progress.Done} certificates were handled, {Progress.Failed} of them failed. {rest} not attempted: "
            + "run the command again for those; what is done is not sent twice.")
        {
            RecommendedAction = action,
        };
        ThrowTerminatingError(record);
    }
}
