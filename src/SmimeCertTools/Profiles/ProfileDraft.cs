using System.Collections.Generic;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Types;

namespace SmimeCertTools.Profiles;

/// <summary>One profile that a New- cmdlet wants.</summary>
internal sealed class ProfileDraft
{
    /// <param name="platform">The platform.</param>
    /// <param name="settings">What it does.</param>
    /// <param name="words">
    /// What the words in braces in -Name stand for besides {Platform}, by the word without braces, such as Certificate.
    /// </param>
    public ProfileDraft(
        SmimePlatform platform, ProfileSettings settings, IReadOnlyDictionary<string, string>? words = null)
    {
        Platform = platform;
        Settings = settings;
        Words = words ?? new Dictionary<string, string>();
    }

    public SmimePlatform Platform { get; }

    public ProfileSettings Settings { get; }

    public IReadOnlyDictionary<string, string> Words { get; }
}
