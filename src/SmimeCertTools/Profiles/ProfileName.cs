using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace SmimeCertTools.Profiles;

/// <summary>Names of profiles from a pattern such as 'S/MIME encryption {Platform}'.</summary>
internal static class ProfileName
{
    private static readonly Regex Word = new(@"\{(?<word>[A-Za-z]+)\}", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <summary>The name of one profile. Words in braces that stand for nothing here stay as they are.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="words">What other words stand for; null for none.</param>
    public static string Expand(string pattern, SmimePlatform platform, IReadOnlyDictionary<string, string>? words = null) =>
        Word.Replace(pattern, match =>
        {
            bool Is(string word) => word.Equals(match.Groups["word"].Value, StringComparison.OrdinalIgnoreCase);
            return words?.FirstOrDefault(pair => Is(pair.Key)).Value ?? (Is("Platform") ? Of(platform) : match.Value);
        }).Trim();

    /// <summary>What {Platform} stands for. Names of profiles in tenants hold it: it does not change.</summary>
    public static string Of(SmimePlatform platform) => platform switch
    {
        SmimePlatform.Windows => "Windows",
        SmimePlatform.IOS => "iOS",
        SmimePlatform.MacOS => "macOS",
        SmimePlatform.AndroidDeviceOwner => "Android device owner",
        SmimePlatform.AndroidWorkProfile => "Android work profile",
        SmimePlatform.AndroidDeviceAdministrator => "Android device administrator",
        SmimePlatform.AospDeviceOwner => "Android AOSP",
        _ => throw new ArgumentOutOfRangeException(nameof(platform)),
    };
}
