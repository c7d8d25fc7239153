using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Profiles;

/// <summary>
/// The certificate profiles of a mail client's profile in one role: those a parameter names, and those that came by pipeline for
/// it.
/// </summary>
/// <remarks>
/// What a parameter names must be there for each platform of the call. What came by pipeline serves the platforms it is for: a
/// command before may have made profiles for more platforms, or fewer.
/// </remarks>
/// <param name="resolver">Finds profiles; one for all roles lists them once.</param>
/// <param name="option">The parameter, as the settings call it too.</param>
/// <param name="named">What it was given.</param>
internal sealed class EmailCertificates(ProfileReferenceResolver resolver, string option, IReadOnlyList<object> named)
{
    private readonly List<SmimeProfile> _piped = [];

    /// <summary>Takes a profile of the pipeline.</summary>
    public void Add(SmimeProfile profile) => _piped.Add(profile);

    /// <summary>The profile for a platform; null where none was named and none came.</summary>
    /// <exception cref="Core.SmimeException">
    /// The platform's mail client has no such role, or the profile does not exist, is ambiguous, or is of no use.
    /// </exception>
    public async Task<ReferencedProfile?> ForAsync(SmimePlatform platform)
    {
        List<object> given = [.. named, .. _piped.Where(profile => Array.IndexOf(profile.Platform, platform) >= 0)];
        if (given.Count == 0)
        {
            return null;
        }

        ProfileOptions.Require(SmimeProfileKind.Email, platform, option);
        return await resolver.ResolveAsync(option, given, platform);
    }
}
