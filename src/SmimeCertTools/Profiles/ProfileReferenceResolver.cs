using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Profiles;

/// <summary>
/// Finds the profiles that parameters refer to by object, name or id, and picks those of a platform. Profiles are listed once.
/// </summary>
/// <remarks>
/// A name is looked for first and then an id; {Platform} in a name stands for the platform's. A text that nothing is called is an
/// error, a profile of another platform is passed over: one parameter serves all platforms of a call.
/// </remarks>
/// <param name="intune">The connection's client.</param>
/// <param name="kinds">
/// The kinds among which names are looked for. Whether an object or id fits is the settings' to say.
/// </param>
/// <param name="withScep">Whether names of SCEP profiles are looked for as well.</param>
/// <param name="cancellation">Ends the calls.</param>
/// <param name="onMissing">
/// Told of a name that nothing is called yet, with platform and parameter, where that is no error: -WhatIf shows commands whose
/// profiles an earlier one would have made. Null: it is one.
/// </param>
internal sealed class ProfileReferenceResolver(
    IntuneClient intune, IReadOnlyList<SmimeProfileKind> kinds, bool withScep, CancellationToken cancellation,
    Action<SmimePlatform, string, string>? onMissing = null)
{
    private readonly ProfileReferenceFinder _finder = intune.CreateReferenceFinder(kinds, withScep);

    /// <summary>The one profile of a platform; null where it is missing and that is no error.</summary>
    /// <param name="option">The parameter, for messages.</param>
    /// <param name="given">Profiles, names and ids, of this platform and of others.</param>
    /// <param name="platform">The platform.</param>
    /// <exception cref="IntuneException">None is for the platform, several are, or one does not exist.</exception>
    /// <exception cref="ProfileException">Something given is neither profile nor text, or a profile has no id to refer
    /// to.</exception>
    public async Task<ReferencedProfile?> ResolveAsync(string option, IEnumerable<object> given, SmimePlatform platform)
    {
        var texts = given.ToList();
        var isMissing = false;
        var found = await FindAsync(option, texts, platform, () => isMissing = true);
        return found.Count switch
        {
            1 => found[0],
            0 when isMissing => null,
            0 => throw new IntuneException(IntuneErrorKind.ProfileNotFound,
                $"{option}: {Quoted(texts.Select(Describe))} {(texts.Count == 1 ? "is" : "are")} not for "
                    + $"{ProfileName.Of(platform)}. Name a {KindNames()} of that platform as well.",
                Describe(texts.FirstOrDefault())),
            _ => throw new IntuneException(IntuneErrorKind.ProfileAmbiguous,
                $"{option}: {found.Count} profiles are for {ProfileName.Of(platform)}: "
                    + $"{string.Join(", ", found.Select(profile => $"'{profile.DisplayName}' ({profile.Id})"))}. Give the id of "
                    + "the one that is meant.",
                found[0].DisplayName),
        };
    }

    private async Task<IReadOnlyList<ReferencedProfile>> FindAsync(
        string option, IEnumerable<object> given, SmimePlatform platform, Action missing)
    {
        List<ReferencedProfile> found = [];
        foreach (var item in given)
        {
            var candidates = Unwrap(item) switch
            {
                SmimeProfile profile => [profile.ToReference() ?? throw CannotRefer(option, profile.Name, profile.Id)],
                string text when text.Trim().Length > 0 => await FindAsync(option, text, platform, missing),
                Guid id => [await GetAsync(option, id.ToString())],
                var other => throw Unfit(option,
                    $"'{Describe(other)}' is no profile. Give an object of Get-SmimeProfile, a name or an id.", Describe(other)),
            };
            found.AddRange(candidates.Where(profile => profile.Platforms.Contains(platform)
                && !found.Exists(other => other.Id == profile.Id)));
        }

        return found;
    }

    private async Task<IReadOnlyList<ReferencedProfile>> FindAsync(
        string option, string pattern, SmimePlatform platform, Action missing)
    {
        var name = ProfileName.Expand(pattern, platform);
        var called = await _finder.FindByNameAsync(name, cancellation);
        if (called.Count > 0)
        {
            return called;
        }

        if (onMissing is not null && !Guid.TryParse(name, out _))
        {
            missing();
            onMissing(platform, option, name);
            return [];
        }

        return Guid.TryParse(name, out var id)
            ? [await GetAsync(option, id.ToString())]
            : throw new IntuneException(IntuneErrorKind.ProfileNotFound,
                $"{option}: no {KindNames()} is called '{name}'. Check the name in the Intune admin center or with "
                    + "Get-SmimeProfile, or give an id.", name);
    }

    private async Task<ReferencedProfile> GetAsync(string option, string id) =>
        await _finder.GetAsync(id, cancellation) ?? throw CannotRefer(option, id, id);

    private string KindNames() =>
        string.Join(" or ", kinds.Select(ProfileNames.Of)) + (withScep ? " or SCEP certificate profile" : string.Empty);

    private static ProfileException CannotRefer(string option, string name, string id) => Unfit(option,
        $"the profile '{name}' ({id}) cannot be referred to. Use a certificate profile.", name);

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
