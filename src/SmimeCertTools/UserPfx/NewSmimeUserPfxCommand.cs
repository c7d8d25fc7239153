using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
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
public sealed class NewSmimeUserPfxCommand : PfxContentCommand
{
    private readonly InputOrder _order = new();
    private ItemProgress? _progress;

    private ItemProgress Progress => _progress ??= new ItemProgress(WriteProgress, "Protecting S/MIME certificates");

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        var protection = await RequireProtectionAsync();
        var (password, purpose) = (Password, GivenPurpose);
        var items = FindFiles();
        if (!MyInvocation.ExpectingInput)
        {
            Progress.Total = items.Count;
        }

        foreach (var (item, error) in items)
        {
            if (error is not null)
            {
                Fail(item, error);
                _order.Complete(item.Number, null);
            }
            else
            {
                await StartItemAsync(cancellation => WorkAsync(item, password, purpose, protection, cancellation));
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        await DrainAsync();
        Progress.Complete();
    }

    private protected override void Fail(UserPfxItem item, ErrorRecord error, CertificateInfo? certificate = null)
    {
        WriteError(error);
        Progress.Count(failed: true, item.Target);
    }

    private async Task WorkAsync(
        UserPfxItem item,
        SecureString? given,
        UserPfxPurpose? purpose,
        UserPfxProtection protection,
        CancellationToken cancellation)
    {
        SmimeException? problem = null;
        using var password = given is { Length: > 0 } || PasswordProvider is null
            ? Secret(given)
            : AskPassword(item, purpose, out problem);
        if (problem is not null)
        {
            Fail(item, problem.ToErrorRecord(item.Target));
        }
        else if (password is not null && await PrepareAsync(item, password, purpose, protection, cancellation) is { } file)
        {
            Progress.Total += file.Records.Count + file.Failures.Count - 1;
            foreach (var failure in file.Failures)
            {
                Fail(item, failure.Error.ToErrorRecord(item.Target), failure.Certificate);
            }

            foreach (var prepared in file.Records)
            {
                Describe(prepared, file);
                var record = new SmimeUserPfxRecord(prepared.Record);
                _order.Write(item.Number, () => WriteObject(record));
                Progress.Count(failed: false, item.Target);
            }
        }

        _order.Complete(item.Number, null);
    }

    private static SecretText Secret(SecureString? secure) => secure is null ? SecretText.Absent() : SecretText.From(secure);
}
