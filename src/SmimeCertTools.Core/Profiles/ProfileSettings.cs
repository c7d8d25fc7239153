using System.Collections.Generic;

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
}
