using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Models;

namespace SmimeCertTools.Commands;

/// <summary>
/// Makes protected records of users' PFX files without uploading them: no network is needed. They go to Import-SmimeUserPfx,
/// at once or later by way of a JSON file. They come in the order of input.
/// </summary>
[Cmdlet(VerbsCommon.New, "SmimeUserPfx", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SmimeUserPfxRecord))]
public sealed class NewSmimeUserPfxCommand : UserPfxInputCommand
{
    private readonly InputOrder _order = new();

    private protected override string Activity => "Protecting S/MIME certificates";

    /// <inheritdoc/>
    protected override Task ProcessAsync() => StartFilesAsync();

    private protected override void Fail(UserPfxItem item, ErrorRecord error, CertificateInfo? certificate = null)
    {
        WriteError(error);
        Progress.Count(failed: true, item.Target);
    }

    private protected override Task CompleteAsync(UserPfxItem item, PreparedUserPfx prepared, CancellationToken cancellation)
    {
        var record = new SmimeUserPfxRecord(prepared.Record);
        _order.Write(item.Number, () => WriteObject(record));
        Progress.Count(failed: false, item.Target);
        return Task.CompletedTask;
    }

    private protected override void End(UserPfxItem item) => _order.Complete(item.Number, null);
}
