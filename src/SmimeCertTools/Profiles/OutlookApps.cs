using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Profiles;

/// <summary>Outlook among the tenant's apps, which configurations for managed devices name by id.</summary>
/// <param name="intune">The connection's client.</param>
/// <param name="wanted">The apps meant, of all platforms; empty for all that are Outlook.</param>
/// <param name="cancellation">Ends the calls.</param>
internal sealed class OutlookApps(IntuneClient intune, IReadOnlyList<Guid> wanted, CancellationToken cancellation)
{
    private readonly HashSet<Guid> _used = [];
    private IReadOnlyList<IntuneApp>? _apps;
    private bool _failed;

    /// <summary>The ids for a platform.</summary>
    /// <exception cref="ProfileException">Outlook for the platform is not among the apps, or not among those meant.</exception>
    public async Task<IReadOnlyList<Guid>> ForAsync(SmimePlatform platform)
    {
        List<Guid> ids =
        [
            .. (await ListAsync()).Where(app => app.IsOutlookOn(platform))
                .Select(app => Guid.TryParse(app.Id, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty),
        ];
        var chosen = wanted.Count == 0 ? ids : [.. ids.Where(wanted.Contains)];
        _used.UnionWith(chosen);
        return chosen.Count > 0 ? chosen : throw new ProfileException(ProfileErrorKind.ReferenceInvalid,
            ids.Count == 0
                ? $"Outlook for {ProfileName.Of(platform)} is not among the tenant's apps. Add it there (Apps, All "
                    + "apps; on Android approve it in managed Google Play), then create its configuration."
                : $"AppId: none of the ids is Outlook for {ProfileName.Of(platform)}, which is "
                    + $"{string.Join(" or ", ids)}. Give that id as well, or leave AppId out.",
            "AppId");
    }

    /// <summary>The ids meant that were Outlook on no platform.</summary>
    public IReadOnlyList<Guid> Unused() => _failed ? [] : [.. wanted.Where(id => !_used.Contains(id)).Distinct()];

    private async Task<IReadOnlyList<IntuneApp>> ListAsync()
    {
        try
        {
            return _apps ??= await intune.ListAppsAsync(cancellation);
        }
        catch
        {
            // Of ids that were not looked for nothing can be said.
            _failed = true;
            throw;
        }
    }
}
