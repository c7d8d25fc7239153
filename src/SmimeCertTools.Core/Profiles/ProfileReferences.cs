using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Profiles;

/// <summary>Checks that profiles fit the navigations they are to be bound to.</summary>
internal static class ProfileReferences
{
    /// <summary>A reference to a profile of one of these types.</summary>
    /// <param name="navigation">The navigation.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="option">The option, for messages.</param>
    /// <param name="types">The types that fit, the usual one first.</param>
    /// <param name="purpose">The purpose that an imported profile must have; null for any.</param>
    /// <exception cref="ProfileException">It does not fit.</exception>
    public static ProfileReference To(string navigation, ReferencedProfile profile, string option, IReadOnlyList<string> types,
        UserPfxPurpose? purpose = null)
    {
        var type = ProfileTypes.WithoutPrefix(profile.ODataType);
        if (!types.Contains(type, StringComparer.Ordinal))
        {
            throw Wrong(profile, option, $"is a {Describe(type)}. Use a {string.Join(" or a ", types.Select(Describe))}.");
        }

        if (profile.Id == Guid.Empty)
        {
            throw Wrong(profile, option, "has no id: it was not created. Create it first.");
        }

        if (purpose is not null && profile.IntendedPurpose is { } actual && actual != purpose)
        {
            throw Wrong(profile, option,
                $"delivers certificates for {actual}, not for {purpose}. Use the imported profile of that purpose.");
        }

        return new ProfileReference(navigation, profile.Id, type);
    }

    private static string Describe(string type) => ProfileTypes.Of(type).FirstOrDefault() is { } known
        ? $"{ProfileNames.Of(known.Kind)} of {ProfileNames.Of(known.Platform)} ({type})"
        : ScepTypes.PlatformOf(type) is { } platform ? $"SCEP certificate profile of {ProfileNames.Of(platform)} ({type})"
        : type;

    private static ProfileException Wrong(ReferencedProfile profile, string option, string problem) =>
        new(ProfileErrorKind.ReferenceInvalid, $"{option}: the profile '{profile.DisplayName}' ({profile.Id}) {problem}",
            profile.DisplayName);
}
