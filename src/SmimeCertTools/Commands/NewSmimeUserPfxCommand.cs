using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
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

    private protected override void Fail(UserPfxItem item, ErrorRecord error)
    {
        WriteError(error);
        End(item, record: null);
    }

    private protected override Task CompleteAsync(UserPfxItem item, PreparedUserPfx prepared, CancellationToken cancellation)
    {
        End(item, new SmimeUserPfxRecord(prepared.Record));
        return Task.CompletedTask;
    }

    private void End(UserPfxItem item, SmimeUserPfxRecord? record)
    {
        _order.Complete(item.Number, record is null ? null : () => WriteObject(record));
        Progress.Count(failed: record is null, item.Target);
    }
}
