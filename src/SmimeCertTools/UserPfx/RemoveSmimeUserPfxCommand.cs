using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Records;
using SmimeCertTools.Types;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Removes users' imported certificates from Intune and checks that they are gone. The certificates are not revoked: that is
/// the CA's to do; a warning says so for each, or a list for the CA is written.
/// </summary>
[Cmdlet(
    VerbsCommon.Remove,
    "SmimeUserPfx",
    DefaultParameterSetName = ThumbprintSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SmimeRemoveResult))]
public sealed class RemoveSmimeUserPfxCommand : BulkRemovalCommand
{
    private const string ThumbprintSet = "Thumbprint";
    private const string AllSet = "All";
    private const string RecordSet = "Record";

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);
    private GraphRequestException? _sessionError;

    /// <summary>The users whose certificates are removed.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = AllSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN", "UserList")]
    [UserPrincipalNameTransform]
    [ValidateNotNullOrEmpty]
    public string[] UserPrincipalName { get; set; } = [];

    /// <summary>The certificates: SHA-1 thumbprints in any usual notation.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Thumbprint { get; set; } = [];

    /// <summary>Removes all imported certificates of the user.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <summary>
    /// The certificates as objects with UserPrincipalName and Thumbprint: what Get-SmimeUserPfx shows, what New-SmimeUserPfx or
    /// the earlier scripts made, also read back from JSON, Clixml or CSV.
    /// </summary>
    [Parameter(ParameterSetName = RecordSet, Mandatory = true)]
    [Alias("CertificateList")]
    [ValidateNotNullOrEmpty]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The certificate's serial number, where no archive is given; Get-UserCertHistory -ArchivePath knows it.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, ValueFromPipelineByPropertyName = true)]
    public string? SerialNumber { get; set; }

    /// <summary>The certificate's issuer, where no archive is given; Get-UserCertHistory -ArchivePath knows it.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, ValueFromPipelineByPropertyName = true)]
    public string? Issuer { get; set; }

    /// <summary>Writes a result object for each certificate.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        // ConvertFrom-Json of Windows PowerShell hands on an array as one object.
        foreach (var input in InputObject.SelectMany(RecordMembers.Items))
        {
            await StartRecordAsync(input);
        }

        foreach (var user in UserPrincipalName)
        {
            var item = new RemovalItem(user, SerialNumber, Issuer);
            if (ParameterSetName == AllSet)
            {
                await StartItemAsync(cancellation => RemoveAllAsync(item, cancellation));
                continue;
            }

            foreach (var thumbprint in Thumbprint)
            {
                await StartItemAsync(cancellation => RemoveOneAsync(item, thumbprint, cancellation));
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        await DrainAsync();
        Progress.Complete();
        if (Tally.Revocations is { Known: var known, Unknown: var unknown, Path: var path } && known + unknown > 0)
        {
            WriteWarning($"{known + unknown} certificates were removed from Intune, but they are not revoked. '{path}' lists "
                + $"them for the CA; the serial numbers of {unknown} are not known.");
        }

        WriteInformation(Tally.Summarize(Traffic), ["SmimeCertTools"]);
        if (_sessionError is not null)
        {
            ThrowTerminatingError(_sessionError.ToErrorRecord());
        }
    }

    private async Task StartRecordAsync(object? input)
    {
        try
        {
            var (item, thumbprint) = RemovalItem.Read(input);
            await StartItemAsync(cancellation => RemoveOneAsync(item, thumbprint, cancellation));
        }
        catch (ImportException error)
        {
            Fail(new RemovalItem(string.Empty, null, null), null, error.ToErrorRecord());
        }
    }

    private async Task RemoveAllAsync(RemovalItem item, CancellationToken cancellation)
    {
        if (_sessionError is not null)
        {
            Leave(item, null, null);
            return;
        }

        IReadOnlyList<UserPfxRecord> records;
        try
        {
            records = await Remover!.ListAsync(item.UserPrincipalName, cancellation);
        }
        catch (GraphRequestException error)
        {
            Fail(item, null, null, error);
            return;
        }

        if (records.Count == 0)
        {
            Miss(item, null);
        }

        foreach (var record in records)
        {
            await RemoveAsync(item, record, cancellation);
        }
    }

    private async Task RemoveOneAsync(RemovalItem item, string text, CancellationToken cancellation)
    {
        string thumbprint;
        try
        {
            thumbprint = Core.Records.Thumbprint.Normalize(text);
        }
        catch (FormatException error)
        {
            Fail(item, text, UserPfxErrors.ThumbprintInvalid(text, error));
            return;
        }

        if (_sessionError is not null)
        {
            Leave(item, thumbprint, null);
            return;
        }

        UserPfxRecord? record;
        try
        {
            // The id is the service's to say; and a DELETE of a wrong one would be answered as a success.
            record = await Remover!.FindAsync(item.UserPrincipalName, thumbprint, cancellation);
        }
        catch (GraphRequestException error)
        {
            Fail(item, thumbprint, null, error);
            return;
        }

        if (record is null)
        {
            Miss(item, thumbprint);
        }
        else
        {
            await RemoveAsync(item, record, cancellation);
        }
    }

    private async Task RemoveAsync(RemovalItem item, UserPfxRecord record, CancellationToken cancellation)
    {
        if (!_taken.Add($"{record.UserPrincipalName}\n{record.Thumbprint}"))
        {
            WriteVerbose($"{record.UserPrincipalName}: {record.Thumbprint} was named before.");
            return;
        }

        if (!ShouldProcess(RemovalTexts.Describe(record), "Remove imported S/MIME certificate from Intune"))
        {
            return;
        }

        if (_sessionError is not null)
        {
            Leave(item, record.Thumbprint, record);
            return;
        }

        try
        {
            await Remover!.RemoveAsync(record, cancellation);
        }
        catch (GraphRequestException error)
        {
            Fail(item, record.Thumbprint, record, error);
            return;
        }

        WriteVerbose($"{record.UserPrincipalName}: record {record.Id} is gone.");
        var revocation = Revocation(item, record.UserPrincipalName, record.Thumbprint, record);
        Finish(Result(item, record.Thumbprint, record, SmimeRemoveStatus.Removed), record, revocation);
        if (Tally.Revocations is null)
        {
            WriteWarning(RemovalTexts.NotRevoked(revocation));
        }
    }

    // What an earlier run removed is what this one was to do; the CA's list is made whole with it.
    private void Miss(RemovalItem item, string? thumbprint)
    {
        if (Tally.Ledger?.Done.WasRemoved(item.UserPrincipalName, thumbprint) != true)
        {
            Fail(item, thumbprint, UserPfxErrors.RecordNotFound(item.UserPrincipalName, thumbprint));
            return;
        }

        var revocation = thumbprint is null ? null : Revocation(item, item.UserPrincipalName, thumbprint, null);
        Finish(Result(item, thumbprint, null, SmimeRemoveStatus.AlreadyRemoved), null, revocation);
    }

    private void Leave(RemovalItem item, string? thumbprint, UserPfxRecord? record)
    {
        var result = Result(item, thumbprint, record, SmimeRemoveStatus.NotAttempted);
        (result.ErrorId, result.Error) = (_sessionError!.ErrorId, UserPfxErrors.NotTried);
        Finish(result, record, null);
    }

    private void Fail(RemovalItem item, string? thumbprint, UserPfxRecord? record, GraphRequestException error)
    {
        // A lost session is written as the cmdlet's terminating error, once, after the items under way have ended.
        var isSessionError = error.IsSessionError;
        if (isSessionError)
        {
            _sessionError ??= error;
        }

        var result = Result(item, thumbprint, record, SmimeRemoveStatus.Failed);
        (result.ErrorId, result.Error) = (error.ErrorId, error.Message);
        Finish(result, record, null);
        if (!isSessionError)
        {
            WriteError(error.ToErrorRecord(item.Target(thumbprint)));
        }
    }

    private void Fail(RemovalItem item, string? thumbprint, ErrorRecord error)
    {
        var result = Result(item, thumbprint, null, SmimeRemoveStatus.Failed);
        (result.ErrorId, result.Error) = (error.FullyQualifiedErrorId, error.Text());
        Finish(result, null, null);
        WriteError(error);
    }

    private void Finish(SmimeRemoveResult result, UserPfxRecord? record, RevocationEntry? revocation)
    {
        Tally.Add(result, record, revocation);
        Progress.Count(result.Status == SmimeRemoveStatus.Failed, result.UserPrincipalName ?? string.Empty);
        if (PassThru)
        {
            WriteObject(result);
        }
    }
}
