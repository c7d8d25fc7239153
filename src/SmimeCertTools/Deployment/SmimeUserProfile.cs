using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment.Status;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment;

/// <summary>A profile as it is to one user. It pipes into the cmdlets about profiles by Id.</summary>
public sealed class SmimeUserProfile
{
    private readonly UserProfile _profile;

    internal SmimeUserProfile(UserProfile profile)
    {
        _profile = profile;
        Platform = [.. profile.Profile.Platforms];
        Through = [.. profile.Through.Select(text => text.Visible())];
    }

    /// <summary>The name.</summary>
    public string Name => _profile.Profile.Profile.DisplayName.Visible();

    /// <summary>The id.</summary>
    public string Id => _profile.Profile.Profile.Id.Visible();

    /// <summary>What it does; null for SCEP.</summary>
    public SmimeProfileKind? Kind => _profile.Profile.Kind;

    /// <summary>The platforms.</summary>
    public SmimePlatform[] Platform { get; }

    /// <summary>The purpose of the imported certificates it delivers; null for other kinds.</summary>
    public UserPfxPurpose? IntendedPurpose => _profile.Profile.Profile.IntendedPurpose;

    /// <summary>Whether it reaches the user.</summary>
    public bool Reaches => _profile.Reaches;

    /// <summary>Whether that cannot be told for sure: filters, groups of devices, groups that could not be read.</summary>
    public bool IsUncertain => _profile.IsUncertain;

    /// <summary>By what it reaches the user, or leaves the user out.</summary>
    public string[] Through { get; }

    /// <summary>The profile and whether it reaches the user.</summary>
    public override string ToString() =>
        ViewText.Text($"{Name}: {(Reaches ? "reaches the user" : "does not reach the user")}");
}
