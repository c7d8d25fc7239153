using System;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Why something in Intune cannot be done as asked, although Graph answers.</summary>
public enum IntuneErrorKind
{
    /// <summary>A profile of that name and type exists.</summary>
    ProfileExists,

    /// <summary>Several profiles have that name and type.</summary>
    ProfileAmbiguous,

    /// <summary>The profile that exists differs in a member that cannot change.</summary>
    ProfileFixed,

    /// <summary>One command would make two profiles of one name and type, or change one that exists twice.</summary>
    ProfileRepeated,

    /// <summary>There is no such profile.</summary>
    ProfileNotFound,

    /// <summary>The profile was created or changed, and a later step failed.</summary>
    ProfileIncomplete,

    /// <summary>The profile was changed as asked, and other settings in it are no longer as they were.</summary>
    ProfileSettingsLost,

    /// <summary>Other profiles refer to it.</summary>
    ProfileReferenced,

    /// <summary>There is no such group.</summary>
    GroupNotFound,

    /// <summary>Several groups have that name.</summary>
    GroupAmbiguous,

    /// <summary>There is no such assignment filter.</summary>
    FilterNotFound,

    /// <summary>Several assignment filters have that name.</summary>
    FilterAmbiguous,

    /// <summary>No filter given is for the profile's platform, or several are.</summary>
    FilterMismatch,

    /// <summary>There is no such scope tag.</summary>
    ScopeTagNotFound,

    /// <summary>Several scope tags have that name.</summary>
    ScopeTagAmbiguous,

    /// <summary>The assignments contradict each other, or the profile's kind does not take them.</summary>
    AssignmentInvalid,

    /// <summary>After assigning, the profile has other assignments than were sent: somebody else changed them.</summary>
    AssignmentChanged,
}

/// <summary>
/// Something in Intune that cannot be done as asked: it names the profile, group, filter or tag, what is wrong and what to do.
/// </summary>
/// <param name="kind">Why.</param>
/// <param name="message">A sentence that names the item, what is wrong and what to do.</param>
/// <param name="item">The name or id of what it is about.</param>
/// <param name="innerException">The cause.</param>
public sealed class IntuneException(IntuneErrorKind kind, string message, string? item, Exception? innerException = null)
    : SmimeException<IntuneErrorKind>(kind, kind.ToString(), message, item, innerException)
{
    /// <summary>Creates an error about a profile that exists.</summary>
    internal IntuneException(IntuneErrorKind kind, string message, IntuneProfile profile, Exception? innerException = null)
        : this(kind, message, profile.DisplayName, innerException) => ProfileId = profile.Id;

    /// <summary>The id of the profile that exists; null where there is none or where there are several.</summary>
    public string? ProfileId { get; init; }
}
