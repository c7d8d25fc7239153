using System;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Makes protected records of users' PFX files without uploading them: no network is needed where users are given. They go to
/// Import-SmimeUserPfx, at once or later by way of a JSON file. They come in the order of input.
/// </summary>
[Cmdlet(VerbsCommon.New, "SmimeUserPfx", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SmimeUserPfxRecord))]
public sealed class NewSmimeUserPfxCommand : UserPfxInputCommand
{
    private const string Base64Set = Base64Parameter;

    private readonly InputOrder _order = new();
    private ItemProgress? _progress;
    private OwnerLookup? _owners;

    /// <summary>A PFX in base64, as the earlier scripts took it.</summary>
    [Parameter(ParameterSetName = Base64Set, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform(AllowScriptBlock = true)]
    [AllowNull]
    [AllowEmptyString]
    public object? Base64EncodedPfx { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = Base64Set, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform(AllowMany = false, AllowScriptBlock = true)]
    public override object? UserPrincipalName { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = Base64Set, ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [PasswordTransform(NeverFails = true, AllowScriptBlock = true)]
    public override object? Password { get; set; }

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public override object? InputObject { get; set; }

    /// <inheritdoc/>
    internal override object? Base64Text => Base64EncodedPfx;

    /// <inheritdoc/>
    private protected override bool NamesFiles => base.NamesFiles || Reader.IsGiven(Base64Parameter);

    private ItemProgress Progress => _progress ??= new ItemProgress(WriteProgress, "Protecting S/MIME certificates");

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        if (SmimeSession.Current.Connection is not null)
        {
            _owners = new OwnerLookup(new UserPfxClient(RequireConnection()));
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        var protection = await RequireProtectionAsync();
        foreach (var item in PipelineInput.Take(InputObject))
        {
            var rows = Reader.Read(item);
            if (!MyInvocation.ExpectingInput)
            {
                Progress.Expect(rows.Count);
            }

            foreach (var row in rows)
            {
                await StartItemAsync(cancellation => WorkAsync(row, protection, cancellation));
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        await DrainAsync();
        Progress.Complete();
    }

    private async Task WorkAsync(UserPfxInputRow input, UserPfxProtection protection, CancellationToken cancellation)
    {
        var (row, given) = (input.Row, input.Password);
        using (row)
        {
            try
            {
                if (row.Error is null && input.IsAsked)
                {
                    AskPassword(row);
                }
                else
                {
                    row.Password = given is null ? SecretText.Absent() : SecretText.From(given);
                }

                if (row.Error is null)
                {
                    WriteVerbose($"{row.Target}: reading '{row.Path}'.");
                    row.File = await UserPfxPreparer.PrepareAsync(row, protection, cancellation);
                    await WriteAsync(row, row.File, cancellation);
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

    private async Task WriteAsync(ImportRow row, PreparedUserPfxFile file, CancellationToken cancellation)
    {
        Progress.Total += file.Records.Count + file.Failures.Count - 1;
        foreach (var failure in file.Failures)
        {
            Fail(row, failure.Error);
        }

        foreach (var made in file.Records)
        {
            var prepared = made;
            if (row.UserPrincipalName.Length == 0)
            {
                try
                {
                    prepared = await FindOwnerAsync(row, made, cancellation);
                }
                catch (SmimeException error)
                {
                    Fail(row, error);
                    continue;
                }
            }

            Describe(row, prepared, file.Protection);
            if (prepared.FoundBy is null && !row.AllowOtherAddress && AddressCheck.Warn(
                prepared.Certificate!, row.UserPrincipalName, row.Path, "records are made without network") is { } warning)
            {
                WriteWarning(warning);
            }

            var record = new SmimeUserPfxRecord(prepared.Record);
            _order.Write(row.Number, () => WriteObject(record));
            Progress.Count(failed: false, row.Target);
        }
    }

    private async Task<PreparedUserPfx> FindOwnerAsync(
        ImportRow row, PreparedUserPfx prepared, CancellationToken cancellation)
    {
        var certificate = prepared.Certificate!;
        if (_owners is null)
        {
            var names = OwnerLookup.NamesIn(certificate, row.Path);
            throw OwnerLookup.Unknown(certificate, row.Path, $"there is no connection to look {names[0]} up by");
        }

        var owner = await _owners.FindAsync(certificate, row.Path, cancellation);
        return prepared.For(owner.User.UserPrincipalName, owner.Address);
    }

    private void Fail(ImportRow row, SmimeException error)
    {
        WriteError(error.ToErrorRecord(row.Target));
        Progress.Count(failed: true, row.Target);
    }
}
