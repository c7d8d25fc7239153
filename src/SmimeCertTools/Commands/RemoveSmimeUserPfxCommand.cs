using System;
using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Async;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;
using SmimeCertTools.Models;
using SmimeCertTools.Parameters;

namespace SmimeCertTools.Commands;

/// <summary>
/// Removes users' imported certificates from Intune and checks that they are gone. The certificates are not revoked: that is
/// the CA's to do, and a warning says so for each.
/// </summary>
[Cmdlet(
    VerbsCommon.Remove,
    "SmimeUserPfx",
    DefaultParameterSetName = ThumbprintSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SmimeRemoveResult))]
public sealed class RemoveSmimeUserPfxCommand : AsyncCmdlet
{
    private const string ThumbprintSet = "Thumbprint";
    private const string AllSet = "All";

    private UserPfxClient? _client;

    /// <summary>The user whose certificates are removed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [UserPrincipalNameTransform]
    [ValidateNotNullOrEmpty]
    public string UserPrincipalName { get; set; } = string.Empty;

    /// <summary>The certificates: SHA-1 thumbprints in any usual notation.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Thumbprint { get; set; } = [];

    /// <summary>Removes all imported certificates of the user.</summary>
    [Parameter(ParameterSetName = AllSet, Mandatory = true)]
    public SwitchParameter All { get; set; }

    /// <summary>The certificate's serial number, for the warning; Get-UserCertHistory -ArchivePath knows it.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, ValueFromPipelineByPropertyName = true)]
    public string? SerialNumber { get; set; }

    /// <summary>The certificate's issuer, for the warning; Get-UserCertHistory -ArchivePath knows it.</summary>
    [Parameter(ParameterSetName = ThumbprintSet, ValueFromPipelineByPropertyName = true)]
    public string? Issuer { get; set; }

    /// <summary>Writes a result object for each certificate.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        _client = RequireConnection().UserPfx;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (ParameterSetName == AllSet)
        {
            await RemoveAllAsync();
            return;
        }

        foreach (var thumbprint in Thumbprint)
        {
            await RemoveOneAsync(thumbprint);
        }
    }

    private async Task RemoveAllAsync()
    {
        IReadOnlyList<UserPfxRecord> records;
        try
        {
            records = await _client!.ListUserAsync(UserPrincipalName, Cancellation);
        }
        catch (GraphRequestException error)
        {
            Fail(null, null, error.ErrorId, error.Message);
            WriteItemError(error, UserPrincipalName);
            return;
        }

        if (records.Count == 0)
        {
            Fail(null, UserPfxErrors.RecordNotFound(UserPrincipalName, null));
        }

        foreach (var record in records)
        {
            await RemoveAsync(record);
        }
    }

    private async Task RemoveOneAsync(string text)
    {
        UserPfxRecord? record;
        var thumbprint = text;
        try
        {
            thumbprint = Core.Records.Thumbprint.Normalize(text);

            // The id is the service's to say; and a DELETE of a wrong one would be answered as a success.
            record = await _client!.FindAsync(UserPrincipalName, thumbprint, Cancellation);
        }
        catch (FormatException error)
        {
            Fail(text, UserPfxErrors.ThumbprintInvalid(text, error));
            return;
        }
        catch (GraphRequestException error)
        {
            Fail(thumbprint, null, error.ErrorId, error.Message);
            WriteItemError(error, Target(thumbprint));
            return;
        }

        if (record is null)
        {
            Fail(thumbprint, UserPfxErrors.RecordNotFound(UserPrincipalName, thumbprint));
            return;
        }

        await RemoveAsync(record);
    }

    private async Task RemoveAsync(UserPfxRecord record)
    {
        if (!ShouldProcess(Describe(record), "Remove imported S/MIME certificate from Intune"))
        {
            return;
        }

        try
        {
            await _client!.DeleteAsync(record, Cancellation);
        }
        catch (GraphRequestException error)
        {
            Fail(record.Thumbprint, record, error.ErrorId, error.Message);
            WriteItemError(error, Target(record.Thumbprint));
            return;
        }

        WriteVerbose($"{record.UserPrincipalName}: record {record.Id} is gone.");
        WriteWarning(NotRevoked(record));
        if (PassThru)
        {
            WriteObject(Result(record.Thumbprint, record, SmimeRemoveStatus.Removed));
        }
    }

    private string NotRevoked(UserPfxRecord record)
    {
        var serial = string.IsNullOrEmpty(SerialNumber) ? string.Empty : $", serial number {SerialNumber}";
        var issuer = string.IsNullOrEmpty(Issuer) ? string.Empty : $", issued by {Issuer}";
        return $"{record.UserPrincipalName}: certificate {record.Thumbprint}{serial}{issuer} was removed from Intune, but it is "
            + "not revoked. Where its key must no longer be trusted, revoke it at the CA.";
    }

    private void Fail(string? thumbprint, ErrorRecord error)
    {
        Fail(thumbprint, null, error.FullyQualifiedErrorId, error.Exception.Message);
        WriteError(error);
    }

    private void Fail(string? thumbprint, UserPfxRecord? record, string errorId, string message)
    {
        if (PassThru)
        {
            var result = Result(thumbprint, record, SmimeRemoveStatus.Failed);
            result.ErrorId = errorId;
            result.Error = message;
            WriteObject(result);
        }
    }

    private SmimeRemoveResult Result(string? thumbprint, UserPfxRecord? record, SmimeRemoveStatus status) => new()
    {
        Status = status,
        UserPrincipalName = record?.UserPrincipalName ?? UserPrincipalName,
        Thumbprint = thumbprint,
        IntendedPurpose = record is null ? null : ModelConvert.Purpose(record.IntendedPurpose),
        RecordId = record?.Id,
        SerialNumber = SerialNumber,
        Issuer = Issuer,
    };

    private string Target(string thumbprint) => $"{UserPrincipalName}: {thumbprint}";

    private static string Describe(UserPfxRecord record) => string.Format(
        CultureInfo.InvariantCulture,
        "{0}: {1} ({2}, valid {3:yyyy-MM-dd} to {4:yyyy-MM-dd})",
        record.UserPrincipalName,
        record.Thumbprint,
        record.IntendedPurpose,
        record.StartDateTime.LocalDateTime,
        record.ExpirationDateTime.LocalDateTime);
}
