using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.History;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.UserPfx;

namespace SmimeCertTools.History;

/// <summary>
/// Shows every certificate of a user in time order, where each stands, and, with an archive, what is missing on either side.
/// What stands out is a warning, or an object with -Finding. Users come in the order of input.
/// </summary>
[Cmdlet(VerbsCommon.Get, "UserCertHistory")]
[Alias("Get-SmimeUserCertHistory")]
[OutputType(typeof(SmimeCertHistoryEntry), typeof(SmimeCertFinding))]
public sealed class GetUserCertHistoryCommand : ArchiveCommand
{
    private readonly InputOrder _order = new();
    private ItemProgress? _progress;
    private readonly Queue<string> _ahead = new();
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);
    private RecordListing? _listing;
    private UserHistories? _histories;
    private long _users;

    /// <summary>The users.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform]
    public string[] UserPrincipalName { get; set; } = [];

    /// <summary>Users, or objects that name them, as they come by pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <summary>
    /// A folder whose *.pfx and *.p12 files, also in folders below it, are compared with Intune; or a CSV file with the
    /// columns Path, Password and UserPrincipalName.
    /// </summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? ArchivePath { get; set; }

    /// <summary>
    /// The password of the archive's files; those of a CSV file with a password of their own are opened with that.
    /// </summary>
    [Parameter]
    [PasswordTransform]
    public SecureString? ArchivePassword { get; set; }

    /// <summary>Writes what stands out as objects, and no certificates.</summary>
    [Parameter]
    public SwitchParameter Finding { get; set; }

    /// <summary>How many groups of users are looked up at a time, each with one request.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    private ItemProgress Progress => _progress ??= new ItemProgress(WriteProgress, "Reading certificate histories");

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        if (!MyInvocation.ExpectingInput && UserPrincipalName.Length == 0 && InputObject is null)
        {
            ThrowTerminatingError(InputErrors.UserMissing("Give -UserPrincipalName, or pipe users to the cmdlet."));
        }

        var client = new UserPfxClient(RequireConnection());
        _histories = new UserHistories(
            client, ArchivePath is null ? null : await ReadArchiveAsync(ArchivePath, ArchivePassword), ThrottleLimit);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        var users = this.TakeUsers(UserPrincipalName);
        if (!MyInvocation.ExpectingInput)
        {
            Progress.Total = users.Count;
        }

        // What comes of a listing of all records waits until it has ended, and its records need not be read again.
        var listing = PipelineInput.Take(InputObject).OfType<PSObject>().Select(item => item.BaseObject)
            .OfType<SmimeUserPfx>().FirstOrDefault()?.Listing;
        _listing ??= listing;
        foreach (var user in users.Where(_named.Add))
        {
            _ahead.Enqueue(user);
            if (_listing is null)
            {
                _histories!.Announce(user, Cancellation);
                if (_ahead.Count >= UserHistories.UsersAtATime)
                {
                    await StartNextAsync();
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        if (_listing is { IsComplete: true } listing)
        {
            _histories!.Take(listing.Records);
        }

        foreach (var user in _listing is null ? [] : _ahead)
        {
            _histories!.Announce(user, Cancellation);
        }

        while (_ahead.Count > 0)
        {
            await StartNextAsync();
        }

        await DrainAsync();
        Progress.Complete();
    }

    private Task StartNextAsync()
    {
        var (number, user) = (_users++, _ahead.Dequeue());
        return StartItemAsync(cancellation => LookUpAsync(number, user, cancellation));
    }

    private async Task LookUpAsync(long number, string name, CancellationToken cancellation)
    {
        try
        {
            var history = await _histories!.ReadAsync(name, cancellation);
            WriteVerbose($"{history.UserPrincipalName}: {history.Entries.Count(entry => entry.Record is not null)} records in "
                + $"Intune, {history.Entries.Count} certificates in all, {history.Findings.Count} findings.");
            _order.Complete(number, () => Write(history));
            Progress.Count(failed: false, name);
        }
        catch (GraphRequestException error)
        {
            WriteItemError(error, name);
            _order.Complete(number, null);
            Progress.Count(failed: true, name);
        }
    }

    private void Write(CertificateHistory history)
    {
        if (Finding)
        {
            foreach (var finding in history.Findings)
            {
                WriteObject(new SmimeCertFinding(finding));
            }

            return;
        }

        foreach (var finding in history.Findings.Where(finding => finding.Severity != SmimeFindingSeverity.Information))
        {
            WriteWarning(finding.Message);
        }

        foreach (var entry in history.Entries)
        {
            WriteObject(new SmimeCertHistoryEntry(entry));
        }
    }
}
