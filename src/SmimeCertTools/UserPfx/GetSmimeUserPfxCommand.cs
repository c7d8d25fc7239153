using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// Shows the users' imported certificates that Intune holds, by user, purpose and beginning; a long listing page by page as it
/// comes. A user without any is no error.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SmimeUserPfx")]
[OutputType(typeof(SmimeUserPfx))]
public sealed class GetSmimeUserPfxCommand : AsyncCmdlet
{
    /// <summary>The most records of a listing that are held back to be sorted.</summary>
    private const int MostSorted = 1000;

    private UserPfxClient? _client;
    private UserRecords? _users;
    private readonly HashSet<string> _thumbprints = [];
    private bool _nothingWanted;

    /// <summary>Only these users' certificates; wildcards are allowed. Left out: all users'.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN", "UserList")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform]
    [SupportsWildcards]
    public string[]? UserPrincipalName { get; set; }

    /// <summary>Only these certificates: SHA-1 thumbprints in any usual notation.</summary>
    [Parameter(Position = 1)]
    [ArgumentCompleter(typeof(UserThumbprintCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Thumbprint { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        _client = new UserPfxClient(RequireConnection());
        _users = new UserRecords(_client);
        foreach (var text in Thumbprint ?? [])
        {
            try
            {
                _thumbprints.Add(Core.Records.Thumbprint.Normalize(text));
            }
            catch (FormatException)
            {
                WriteError(Core.Records.Thumbprint.NotOne(text).ToErrorRecord());
            }
        }

        // Else a mistyped thumbprint would show all certificates.
        _nothingWanted = Thumbprint is not null && _thumbprints.Count == 0;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (_nothingWanted)
        {
            return;
        }

        var names = (UserPrincipalName is null ? ["*"] : this.TakeUsers(UserPrincipalName))
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (names.Exists(WildcardPattern.ContainsWildcardCharacters))
        {
            // One listing, so that a record that several names match is shown once.
            var patterns = names.ConvertAll(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase));
            await ListAsync(record => patterns.Exists(pattern => pattern.IsMatch(record.UserPrincipalName)));
            return;
        }

        foreach (var name in names)
        {
            _users!.Announce(name, Cancellation);
        }

        foreach (var name in names)
        {
            await FindAsync(name);
        }
    }

    private async Task FindAsync(string name)
    {
        try
        {
            Tell(name, await _users!.FindAsync(name, Cancellation));
        }
        catch (GraphRequestException error)
        {
            WriteItemError(error, name);
        }
    }

    private void Tell(string name, FoundUserRecords found)
    {
        var records = found.Own.Concat(found.UnderFormerNames).Concat(found.OfEarlierHolders).Where(IsWantedThumbprint).ToList();
        WriteSorted(records, null, found);
        foreach (var former in found.UnderFormerNames.Where(IsWantedThumbprint).GroupBy(record => record.UserPrincipalName))
        {
            WriteWarning($"{name}: {Count(former.Count())} under the name {former.Key}, which this user had at the import.");
        }

        foreach (var other in found.OfEarlierHolders.Where(IsWantedThumbprint).GroupBy(record => record.UserId))
        {
            WriteWarning($"{name}: {Count(other.Count())} another account's ({other.Key}), which had this name before. This user "
                + "has another object id.");
        }

        WriteVerbose($"{name}: {records.Count} imported certificates match.");
        if (found.NotFound is not null)
        {
            WriteVerbose($"{name}: nobody in the directory has this name.");
        }
        else if (!found.AreFormerNamesKnown)
        {
            WriteVerbose($"{name}: " + (found.User is null
                ? "the connection may not look users up, so certificates under a name that this user had before are not found. "
                    + "Add the permission User.Read.All to find them."
                : "not all records of the tenant were looked through for certificates under a name that this user had before. "
                    + "Without a user principal name all are listed."));
        }
    }

    private static string Count(int certificates) =>
        certificates == 1 ? "1 imported certificate is" : $"{certificates} imported certificates are";

    private async Task ListAsync(Func<UserPfxRecord, bool> isWanted)
    {
        var found = 0;
        List<UserPfxRecord> held = [];
        try
        {
            var thumbprint = _thumbprints.Count == 1 ? _thumbprints.First() : null;
            var pager = _client!.List(null, thumbprint);
            var listing = thumbprint is null ? new RecordListing() : null;
            while (await pager.NextAsync(Cancellation) is { } page)
            {
                listing?.Add(page);
                foreach (var record in page.Where(record => IsWantedThumbprint(record) && isWanted(record)))
                {
                    found++;
                    held.Add(record);
                }

                // A long list is not kept waiting for its end, and has the service's order.
                if (found > MostSorted)
                {
                    held.ForEach(record => WriteObject(new SmimeUserPfx(record, listing)));
                    held.Clear();
                }
            }

            listing?.Complete();
            WriteSorted(held, listing);
            WriteVerbose($"All users: {found} imported certificates match.");
        }
        catch (GraphRequestException error)
        {
            WriteSorted(held);
            WriteItemError(error, null);
        }
    }

    private void WriteSorted(
        IEnumerable<UserPfxRecord> records, RecordListing? listing = null, FoundUserRecords? found = null)
    {
        foreach (var record in records.OrderBy(record => record.UserPrincipalName, StringComparer.OrdinalIgnoreCase)
            .ThenBy(record => record.IntendedPurpose).ThenBy(record => record.StartDateTime))
        {
            WriteObject(new SmimeUserPfx(record, listing, found));
        }
    }

    private bool IsWantedThumbprint(UserPfxRecord record) =>
        _thumbprints.Count == 0 || _thumbprints.Contains(record.Thumbprint.ToUpperInvariant());
}
