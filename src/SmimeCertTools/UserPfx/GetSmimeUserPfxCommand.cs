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
/// Shows the users' imported certificates that Intune holds, page by page as they come. A user without any is no error.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SmimeUserPfx")]
[OutputType(typeof(SmimeUserPfx))]
public sealed class GetSmimeUserPfxCommand : AsyncCmdlet
{
    private UserPfxClient? _client;
    private readonly HashSet<string> _thumbprints = [];
    private bool _nothingWanted;

    /// <summary>Only these users' certificates; wildcards are allowed. Left out: all users'.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN", "UserList")]
    [UserPrincipalNameTransform]
    [SupportsWildcards]
    public string[]? UserPrincipalName { get; set; }

    /// <summary>Only these certificates: SHA-1 thumbprints in any usual notation.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[]? Thumbprint { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        _client = new UserPfxClient(RequireConnection());
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
            await ListAsync(null, record => patterns.Exists(pattern => pattern.IsMatch(record.UserPrincipalName)));
            return;
        }

        foreach (var name in names)
        {
            await ListAsync(name, _ => true);
        }
    }

    private async Task ListAsync(string? user, Func<UserPfxRecord, bool> isWanted)
    {
        var found = 0;
        try
        {
            var thumbprint = _thumbprints.Count == 1 ? _thumbprints.First() : null;
            var pager = _client!.List(user, thumbprint);
            var listing = user is null && thumbprint is null ? new RecordListing() : null;
            while (await pager.NextAsync(Cancellation) is { } page)
            {
                listing?.Add(page);
                foreach (var record in page.Where(record => IsWantedThumbprint(record) && isWanted(record)))
                {
                    found++;
                    WriteObject(new SmimeUserPfx(record, listing));
                }
            }

            listing?.Complete();
            WriteVerbose($"{user ?? "All users"}: {found} imported certificates match.");
        }
        catch (GraphRequestException error)
        {
            WriteItemError(error, user);
        }
    }

    private bool IsWantedThumbprint(UserPfxRecord record) =>
        _thumbprints.Count == 0 || _thumbprints.Contains(record.Thumbprint.ToUpperInvariant());
}
