using System;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Makes protected records of users' PFX files without uploading them: no network is needed. They go to Import-SmimeUserPfx,
/// at once or later by way of a JSON file. They come in the order of input.
/// </summary>
[Cmdlet(VerbsCommon.New, "SmimeUserPfx", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SmimeUserPfxRecord))]
public sealed class NewSmimeUserPfxCommand : UserPfxInputCommand
{
    private const string Base64Set = "Base64EncodedPfx";

    // What messages call it: text has no path.
    private const string Base64Name = "(Base64EncodedPfx)";

    private readonly InputOrder _order = new();
    private ItemProgress? _progress;

    /// <summary>A PFX in base64, as the earlier scripts took it.</summary>
    [Parameter(ParameterSetName = Base64Set, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [AllowEmptyString]
    public string Base64EncodedPfx { get; set; } = string.Empty;

    /// <inheritdoc/>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform]
    [AllowEmptyString]
    public override string UserPrincipalName { get; set; } = string.Empty;

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = Base64Set, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [AllowNull]
    [PasswordTransform]
    public override SecureString? Password { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PurposeTransform]
    public override UserPfxPurpose? IntendedPurpose { get; set; }

    private ItemProgress Progress => _progress ??= new ItemProgress(WriteProgress, "Protecting S/MIME certificates");

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        var protection = await RequireProtectionAsync();
        var password = Password;
        var rows = ParameterSetName == Base64Set ? [ReadText()] : FindFiles();
        if (!MyInvocation.ExpectingInput)
        {
            Progress.Total = rows.Count;
        }

        foreach (var row in rows)
        {
            await StartItemAsync(cancellation => WorkAsync(row, password, protection, cancellation));
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        await DrainAsync();
        Progress.Complete();
    }

    private ImportRow ReadText()
    {
        try
        {
            var content = Convert.FromBase64String(Base64EncodedPfx);
            return content.Length > 0
                ? NewRow(Base64Name, content: content)
                : NewRow(Base64Name, UserPfxErrors.Base64Invalid(UserPrincipalName, null));
        }
        catch (FormatException error)
        {
            return NewRow(Base64Name, UserPfxErrors.Base64Invalid(UserPrincipalName, error));
        }
    }

    private async Task WorkAsync(
        ImportRow row, SecureString? given, UserPfxProtection protection, CancellationToken cancellation)
    {
        using (row)
        {
            try
            {
                if (row.Error is null && PasswordProvider is not null && given is not { Length: > 0 })
                {
                    AskPassword(row);
                }
                else
                {
                    row.Password = given is null ? SecretText.Absent() : SecretText.From(given);
                }

                if (row.Error is null)
                {
                    WriteVerbose($"{row.UserPrincipalName}: reading '{row.Path}'.");
                    row.File = await UserPfxPreparer.PrepareAsync(row, protection, cancellation);
                    Write(row, row.File);
                }
                else
                {
                    Fail(row, row.Error);
                }
            }
            catch (SmimeException error)
            {
                Fail(row, error);
            }
        }

        _order.Complete(row.Number, null);
    }

    private void Write(ImportRow row, PreparedUserPfxFile file)
    {
        Progress.Total += file.Records.Count + file.Failures.Count - 1;
        foreach (var failure in file.Failures)
        {
            Fail(row, failure.Error);
        }

        foreach (var prepared in file.Records)
        {
            Describe(row, prepared, file.Protection);
            var record = new SmimeUserPfxRecord(prepared.Record);
            _order.Write(row.Number, () => WriteObject(record));
            Progress.Count(failed: false, row.Target);
        }
    }

    private void Fail(ImportRow row, SmimeException error)
    {
        WriteError(error.ToErrorRecord(row.Target));
        Progress.Count(failed: true, row.Target);
    }
}
