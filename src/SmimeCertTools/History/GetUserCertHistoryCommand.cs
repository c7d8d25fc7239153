using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.History;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;
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
    private UserPfxClient? _client;
    private UserHistories? _histories;
    private HistoryFilter? _filter;
    private Task<CertificateArchive>? _wholeArchive;
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

    /// <summary>All users who have imported certificates in Intune.</summary>
    [Parameter]
    public SwitchParameter All { get; set; }

    /// <summary>The users in these groups, by name or object id, and in the groups in them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] GroupName { get; set; } = [];

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

    /// <summary>
    /// Only certificates that expire within so many days, and what there is to say of those; what has expired is left out.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 36500)]
    public int? ExpiresWithin { get; set; }

    /// <summary>
    /// How much what stands out must matter: of warnings Warning unless told otherwise, with -Finding Information.
    /// </summary>
    [Parameter]
    public SmimeFindingSeverity? MinimumSeverity { get; set; }

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
        if (!MyInvocation.ExpectingInput && UserPrincipalName.Length == 0 && InputObject is null && !All
            && GroupName.Length == 0)
        {
            ThrowTerminatingError(InputErrors.UserMissing(
                "Give -UserPrincipalName, -GroupName or -All, or pipe users to the cmdlet."));
        }

        var connection = RequireConnection();
        if (ArchivePath is not null)
        {
            this.Single(this.ResolveFileOrFolder(ArchivePath));
        }

        var intune = new IntuneClient(connection);
        _client = new UserPfxClient(connection);
        var least = MinimumSeverity ?? (Finding ? SmimeFindingSeverity.Information : SmimeFindingSeverity.Warning);
        _filter = new HistoryFilter(intune, ExpiresWithin, least, WriteVerbose);
        _histories = new UserHistories(_client, null, ThrottleLimit) { Soon = _filter.Soon };
        await TakeGroupsAsync(GroupName, intune, Name);
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
        var records = PipelineInput.Take(InputObject).OfType<PSObject>().Select(item => item.BaseObject)
            .OfType<SmimeUserPfx>().ToList();
        _listing ??= records.FirstOrDefault()?.Listing;
        records.Select(record => record.Found).OfType<FoundUserRecords>().ToList().ForEach(_histories!.Take);
        foreach (var user in users.Where(_named.Add))
        {
            _ahead.Enqueue(user);
            if (!Waits)
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
        var waits = Waits;
        if (All)
        {
            await NameAllAsync();
        }

        if (_listing is { IsComplete: true } listing)
        {
            _histories!.Take(listing.Records);
        }

        if (ArchivePath is not null)
        {
            _histories!.Archive = await ReadArchiveAsync(ArchivePath, ArchivePassword, Narrowing());
        }

        foreach (var user in waits ? _ahead : [])
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

    // An archive's list is read once it is known whose files are to be opened, and a listing once it is complete.
    private bool Waits => _listing is not null || ArchivePath is not null || All;

    private void Name(string user)
    {
        if (_named.Add(user))
        {
            _ahead.Enqueue(user);
            if (!Waits)
            {
                _histories!.Announce(user, Cancellation);
            }
        }
    }

    private async Task NameAllAsync()
    {
        var listing = new RecordListing();
        var pager = _client!.List(null, null);
        while (await pager.NextAsync(Cancellation) is { } page)
        {
            listing.Add(page);
        }

        listing.Complete();
        _listing = listing;
        foreach (var user in listing.Records.Select(record => record.UserPrincipalName)
            .OrderBy(user => user, StringComparer.OrdinalIgnoreCase).Where(_named.Add))
        {
            _ahead.Enqueue(user);
        }

        Progress.Total = _ahead.Count;
    }

    // An object id says nothing of the name that a list has.
    private Func<string, bool>? Narrowing() => _named.Any(user => Guid.TryParse(user, out _)) ? null : _named.Contains;

    // What the opened part of an archive's list lacks may be in the rest of it, under another name.
    private async Task<CertificateHistory> ReadAsync(string name, CancellationToken cancellation)
    {
        var history = await _histories!.ReadAsync(name, cancellation);
        if (LeavesOut && (!_named.Contains(history.UserPrincipalName)
            || history.Entries.Any(entry => entry.Location == SmimeCertLocation.IntuneOnly)))
        {
            _wholeArchive ??= ReadArchiveAsync(ArchivePath!, ArchivePassword);
        }

        if (_wholeArchive is null)
        {
            return history;
        }

        _histories.Archive = await _wholeArchive;
        return await _histories.ReadAsync(name, cancellation);
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
            var history = await ReadAsync(name, cancellation);
            WriteVerbose($"{history.UserPrincipalName}: {history.Entries.Count(entry => entry.Record is not null)} records in "
                + $"Intune, {history.Entries.Count} certificates in all, {history.Findings.Count} findings.");
            var findings = await _filter!.FindingsAsync(history, cancellation);
            _order.Complete(number, () => Write(history, findings));
            Progress.Count(failed: false, name);
        }
        catch (GraphRequestException error)
        {
            WriteItemError(error, name);
            _order.Complete(number, null);
            Progress.Count(failed: true, name);
        }
    }

    private void Write(CertificateHistory history, List<HistoryFinding> findings)
    {
        if (Finding)
        {
            findings.ForEach(finding => WriteObject(new SmimeCertFinding(finding)));
            return;
        }

        findings.ForEach(finding => WriteWarning(finding.Message));
        foreach (var entry in _filter!.Of(history))
        {
            WriteObject(new SmimeCertHistoryEntry(entry));
        }
    }
}
