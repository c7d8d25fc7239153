using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Models;

namespace SmimeCertTools.Commands;

/// <summary>
/// Finds the profiles that parameters refer to by object, name or id, and picks those of a platform. Profiles are listed once.
/// </summary>
/// <remarks>
/// A name is looked for first and then an id; {Platform} in a name stands for the platform's. A text that nothing is called is an
/// error, a profile of another platform is passed over: one parameter serves all platforms of a call.
/// </remarks>
internal sealed class ProfileReferenceResolver
{
    private readonly IntuneClient _intune;
    private readonly IReadOnlyList<ProfileKind> _kinds;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<string, IntuneProfile> _byId = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<IntuneProfile>? _all;

    /// <param name="intune">The connection's client.</param>
    /// <param name="kinds">The kinds among which names are looked for. Whether an object or id fits is the settings' to say.</param>
    /// <param name="cancellation">Ends the calls.</param>
    public ProfileReferenceResolver(IntuneClient intune, IReadOnlyList<ProfileKind> kinds, CancellationToken cancellation)
    {
        _intune = intune;
        _kinds = kinds;
        _cancellation = cancellation;
    }

    /// <summary>The one profile of a platform.</summary>
    /// <param name="option">The parameter, for messages.</param>
    /// <param name="given">Profiles, names and ids, of this platform and of others.</param>
    /// <param name="platform">The platform.</param>
    /// <exception cref="IntuneException">None is for the platform, several are, or one does not exist.</exception>
    /// <exception cref="ProfileException">Something given is neither profile nor text, or a profile has no id to refer to.</exception>
    public async Task<ReferencedProfile> ResolveAsync(string option, IEnumerable<object> given, SmimePlatform platform)
    {
        var texts = given.ToList();
        var found = await FindAsync(option, texts, platform);
        return found.Count switch
        {
            1 => found[0].ToReference() ?? throw Unfit(option, $"the profile '{found[0].DisplayName}' ({found[0].Id}) cannot be "
                + "referred to. Use a certificate profile.", found[0].DisplayName),
            0 => throw new IntuneException(IntuneErrorKind.ProfileNotFound,
                $"{option}: {Quoted(texts.Select(Describe))} {(texts.Count == 1 ? "is" : "are")} not for "
                    + $"{ProfileConvert.PlatformName(platform)}. Name a {KindNames()} of that platform as well.",
                Describe(texts.FirstOrDefault())),
            _ => throw new IntuneException(IntuneErrorKind.ProfileAmbiguous,
                $"{option}: {found.Count} profiles are for {ProfileConvert.PlatformName(platform)}: "
                    + $"{string.Join(", ", found.Select(profile => $"'{profile.DisplayName}' ({profile.Id})"))}. Give the id of "
                    + "the one that is meant.",
                found[0].DisplayName),
        };
    }

    /// <summary>All profiles of a platform among what is given, each once, in their order.</summary>
    /// <param name="option">The parameter, for messages.</param>
    /// <param name="given">Profiles, names and ids, of this platform and of others.</param>
    /// <param name="platform">The platform.</param>
    /// <exception cref="IntuneException">A text names no profile.</exception>
    /// <exception cref="ProfileException">Something given is neither profile nor text.</exception>
    public async Task<IReadOnlyList<IntuneProfile>> FindAsync(
        string option, IEnumerable<object> given, SmimePlatform platform)
    {
        List<IntuneProfile> found = [];
        foreach (var item in given)
        {
            var candidates = Unwrap(item) switch
            {
                SmimeProfile profile => [profile.ToCore()],
                string text when text.Trim().Length > 0 => await FindAsync(option, text, platform),
                Guid id => [await GetAsync(id.ToString())],
                var other => throw Unfit(option, $"'{Describe(other)}' is no profile. Give an object of Get-SmimeProfile, a name or an "
                    + "id.", Describe(other)),
            };
            var wanted = ProfileConvert.Platform(platform);
            found.AddRange(candidates.Where(profile => profile.Platforms.Contains(wanted)
                && !found.Exists(other => string.Equals(other.Id, profile.Id, StringComparison.OrdinalIgnoreCase))));
        }

        return found;
    }

    private async Task<IReadOnlyList<IntuneProfile>> FindAsync(string option, string pattern, SmimePlatform platform)
    {
        var name = ProfileName.Expand(pattern, platform);
        _all ??= await _intune.ListProfilesAsync(_kinds, _cancellation);
        var called = _all
            .Where(profile => string.Equals(profile.DisplayName, name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (called.Count > 0)
        {
            return called;
        }

        return Guid.TryParse(name, out var id)
            ? [await GetAsync(id.ToString())]
            : throw new IntuneException(IntuneErrorKind.ProfileNotFound,
                $"{option}: no {KindNames()} is called '{name}'. Check the name with Get-SmimeProfile, or give an id.", name);
    }

    // Among all kinds: of a profile of the wrong one the settings say what it is.
    private async Task<IntuneProfile> GetAsync(string id) =>
        _byId.TryGetValue(id, out var known) ? known : _byId[id] = await _intune.GetProfileAsync(id, _cancellation);

    private string KindNames() => string.Join(" or ", _kinds.Select(ProfileConvert.KindName));

    private static object? Unwrap(object? item) => item is PSObject wrapped ? wrapped.BaseObject : item;

    private static string Describe(object? item) => Unwrap(item) switch
    {
        null => "(nothing)",
        SmimeProfile profile => profile.Name,
        var other => other.ToString() ?? other.GetType().Name,
    };

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));

    private static ProfileException Unfit(string option, string problem, string item) =>
        new(ProfileErrorKind.ReferenceInvalid, $"{option}: {problem}", item);
}
