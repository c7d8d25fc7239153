using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>
/// Finds the certificate profiles that others refer to, by name and id: of the kinds that are made here, and SCEP profiles, which
/// are not. One object serves one command and lists once. Not for concurrent use.
/// </summary>
public sealed class ProfileReferenceFinder
{
    private readonly IntuneClient _intune;
    private readonly ProfileStore _store;
    private readonly IReadOnlyCollection<SmimeProfileKind> _kinds;
    private readonly bool _withScep;
    private readonly Dictionary<string, ReferencedProfile?> _byId = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<ReferencedProfile>? _all;

    internal ProfileReferenceFinder(
        IntuneClient intune, ProfileStore store, IReadOnlyCollection<SmimeProfileKind> kinds, bool withScep) =>
        (_intune, _store, _kinds, _withScep) = (intune, store, kinds, withScep);

    /// <summary>Those of a name, ignoring case and outer spaces; empty for none.</summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<IReadOnlyList<ReferencedProfile>> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        _all ??= await ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. _all.Where(profile =>
            string.Equals(profile.DisplayName.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>
    /// That of an id, whatever it is: whether it fits is for the settings to say. Null for what nothing refers to.
    /// </summary>
    /// <exception cref="IntuneException">There is none.</exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<ReferencedProfile?> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (!_byId.TryGetValue(id, out var known))
        {
            var profile = await _store.FindAsync(
                ProfileTypes.CollectionOf(SmimeProfileKind.ImportedPfx), id, id, cancellationToken).ConfigureAwait(false)
                ?? await _intune.GetProfileAsync(id, cancellationToken).ConfigureAwait(false);
            known = profile.ToReference();
            _byId[id] = known;
        }

        return known;
    }

    private async Task<IReadOnlyList<ReferencedProfile>> ListAsync(CancellationToken cancellationToken)
    {
        var profiles = await _store.ListAsync(
            ProfileTypes.CollectionOf(SmimeProfileKind.ImportedPfx), null, cancellationToken).ConfigureAwait(false);
        return [.. profiles.Select(profile => profile.ToReference()).OfType<ReferencedProfile>().Where(IsAmong)];
    }

    private bool IsAmong(ReferencedProfile profile) =>
        ProfileTypes.Of(profile.ODataType).Any(type => _kinds.Contains(type.Kind))
        || (_withScep && ScepTypes.PlatformOf(profile.ODataType) is not null);
}
