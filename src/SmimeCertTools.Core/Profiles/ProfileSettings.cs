using System.Collections.Generic;
using System.Linq;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// What an administrator wants of one kind of profile. The same settings make a profile for each platform that has the kind; what
/// the platform's type cannot carry is an error, never left out.
/// </summary>
public abstract class ProfileSettings
{
    private protected ProfileSettings()
    {
    }

    /// <summary>The kind of the profiles.</summary>
    public abstract SmimeProfileKind Kind { get; }

    /// <summary>
    /// Checks the settings for a platform, as creating the profile does.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <returns>What is allowed and probably not meant, a sentence each; empty when nothing.</returns>
    /// <exception cref="ProfileException">The platform has no such profile or cannot carry an option, or a value is
    /// wrong.</exception>
    public IReadOnlyList<string> Check(SmimePlatform platform) => Build(platform).Warnings;

    /// <summary>Makes the request body for a platform.</summary>
    /// <exception cref="ProfileException">The platform has no such profile or cannot carry an option, or a value is
    /// wrong.</exception>
    internal abstract ProfileBody Build(SmimePlatform platform);

    /// <summary>
    /// The options that not all platforms carry, or that leave members to this class when they are not given: whether each is
    /// given, and the wire names of the members.
    /// </summary>
    private protected abstract IReadOnlyList<(string Option, bool IsGiven, string[] Members)> Options { get; }

    /// <summary>Refuses options that are given and that the platform does not carry.</summary>
    /// <exception cref="ProfileException">There is one.</exception>
    private protected void RefuseUncarried(ProfileType type)
    {
        foreach (var (option, isGiven, _) in Options)
        {
            ProfileOptions.Refuse(type, option, isGiven);
        }
    }

    /// <summary>The members that nobody asked for: a profile that exists keeps what it has.</summary>
    private protected IReadOnlyList<string> NotAskedFor() =>
        [.. Options.Where(option => !option.IsGiven).SelectMany(option => option.Members)];
}
