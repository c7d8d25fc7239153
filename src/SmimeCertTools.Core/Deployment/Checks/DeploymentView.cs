using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Deployment.Checks;

/// <summary>A deployment as the checks look at it: what was read, and what follows from it. Each is worked out once.</summary>
internal sealed class DeploymentView
{
    private readonly Lazy<IReadOnlyList<SmimePlatform>> _platforms;
    private readonly Lazy<IssuerChains> _issuers;
    private readonly Lazy<PeopleOfProfiles> _people;
    private readonly Lazy<HashSet<string>?> _signers;

    public DeploymentView(DeploymentData data)
    {
        Data = data;
        Certificates = data.Profiles.ValueOrDefault ?? [];
        Apps = [.. data.DeviceApps.ValueOrDefault ?? [], .. data.ManagedApps.ValueOrDefault ?? []];
        All = [.. Certificates, .. Apps];
        _platforms = new(() => PlatformsInUse());
        _issuers = new(() => new IssuerChains(this));
        _people = new(() => new PeopleOfProfiles(this));
        _signers = new(() => ErrorOf(DeploymentNeeds.Profiles | DeploymentNeeds.Assignments | DeploymentNeeds.Groups) is null
            ? People.Of(Platforms.SelectMany(Signing)).Users : null);
    }

    public DeploymentData Data { get; }

    public DateTimeOffset Now => Data.Time;

    /// <summary>The certificate and e-mail profiles.</summary>
    public IReadOnlyList<DeployedProfile> Certificates { get; }

    /// <summary>Outlook's configurations.</summary>
    public IReadOnlyList<DeployedProfile> Apps { get; }

    /// <summary>All of them.</summary>
    public IReadOnlyList<DeployedProfile> All { get; }

    /// <summary>
    /// The platforms asked for; else those that something for S/MIME is made for: imported certificates, signing certificates or
    /// a mail client. A root alone may be there for Wi-Fi.
    /// </summary>
    public IReadOnlyList<SmimePlatform> Platforms => _platforms.Value;

    /// <summary>Who issued the users' certificates, and which profiles devices trust them by.</summary>
    public IssuerChains Issuers => _issuers.Value;

    /// <summary>Whom profiles reach.</summary>
    public PeopleOfProfiles People => _people.Value;

    /// <summary>The users; empty where they could not be read.</summary>
    public IReadOnlyList<DeployedUser> Users => Data.Users.ValueOrDefault ?? [];

    /// <summary>Whether anybody has a valid signing certificate that was imported.</summary>
    public bool HasSigningRecords => (Data.Records.ValueOrDefault ?? []).Any(record =>
        record.IntendedPurpose == UserPfxPurpose.SmimeSigning && record.ExpirationDateTime >= Now);

    public IReadOnlyList<DeployedProfile> Imported(SmimePlatform platform, UserPfxPurpose? purpose = null) =>
        [.. Of(Certificates, SmimeProfileKind.ImportedPfx, platform).Where(profile =>
            purpose is null || profile.Profile.IntendedPurpose == purpose)];

    public IReadOnlyList<DeployedProfile> Roots(SmimePlatform platform) =>
        Of(Certificates, SmimeProfileKind.TrustedRoot, platform);

    /// <summary>The PKCS and SCEP profiles that issue certificates for signing mail.</summary>
    public IReadOnlyList<DeployedProfile> Signing(SmimePlatform platform) =>
        [.. Certificates.Where(profile => profile.Platforms.Contains(platform) && IsForSigning(profile))];

    /// <summary>The e-mail profiles and Outlook's configurations that turn S/MIME on.</summary>
    public IReadOnlyList<DeployedProfile> MailClients(SmimePlatform platform) =>
        [.. All.Where(profile => profile.Platforms.Contains(platform) && MailClientSettings.IsOn(profile) == true)];

    /// <summary>Whether a profile issues signing certificates to a user; null where nobody could say.</summary>
    public bool? SignsByProfile(string user) => _signers.Value?.Contains(user);

    /// <summary>Whether a profile has certificates issued that are for signing mail.</summary>
    public bool IsForSigning(DeployedProfile profile) => IsIssuing(profile)
        && (IssuedCertificates.HasEmailProtection(profile) || IssuedCertificates.HasAddress(profile)
            || IsBoundForSigning(profile));

    /// <summary>Why something of what is needed could not be read; null where all was.</summary>
    public GraphRequestException? ErrorOf(DeploymentNeeds needs)
    {
        return Candidates().FirstOrDefault(error => error is not null);

        IEnumerable<GraphRequestException?> Candidates()
        {
            yield return Has(DeploymentNeeds.Connectors) ? Data.Connectors.Error : null;
            yield return Has(DeploymentNeeds.Profiles) ? Data.Profiles.Error : null;
            yield return Has(DeploymentNeeds.Apps) ? Data.DeviceApps.Error ?? Data.ManagedApps.Error : null;
            yield return Has(DeploymentNeeds.Assignments) ? First(All.Select(profile => profile.Assignments.Error)) : null;
            yield return Has(DeploymentNeeds.Groups) ? First(Data.Groups.Values.Select(group => group.Error)) : null;
            yield return Has(DeploymentNeeds.Bindings) ? First(Certificates.Select(profile => profile.Bindings.Error)) : null;
            yield return Has(DeploymentNeeds.States) ? First(Certificates.Select(profile => profile.States.Error)) : null;
            yield return Has(DeploymentNeeds.Records) ? Data.Records.Error : null;
            yield return Has(DeploymentNeeds.Users) ? Data.Users.Error : null;
            yield return Has(DeploymentNeeds.Directory) ? Data.DirectoryError : null;
        }

        bool Has(DeploymentNeeds need) => (needs & need) != 0;
        static GraphRequestException? First(IEnumerable<GraphRequestException?> errors) =>
            errors.FirstOrDefault(error => error is not null);
    }

    /// <summary>A platform's name.</summary>
    public static string Name(SmimePlatform platform) => ProfileNames.Of(platform);

    private static List<DeployedProfile> Of(
        IReadOnlyList<DeployedProfile> profiles, SmimeProfileKind kind, SmimePlatform platform) =>
        [.. profiles.Where(profile => profile.Kind == kind && profile.Platforms.Contains(platform))];

    private static bool IsIssuing(DeployedProfile profile) => profile.Kind == SmimeProfileKind.Pkcs
        || ScepProfiles.PlatformOf(profile.Profile.ODataType) is not null;

    private bool IsBoundForSigning(DeployedProfile profile) => Certificates.Any(other => other.Kind == SmimeProfileKind.Email
        && (other.Bindings.ValueOrDefault ?? []).Any(binding => binding.Navigation == MailClientSettings.SigningBinding
            && string.Equals(binding.ProfileId.ToString(), profile.Profile.Id, StringComparison.OrdinalIgnoreCase)));

    private IReadOnlyList<SmimePlatform> PlatformsInUse() => Data.Scope.Platforms.Count > 0
        ? [.. Data.Scope.Platforms.Distinct()]
        : [.. All.Where(IsUse).SelectMany(profile => profile.Platforms).Distinct().OrderBy(platform => platform)];

    // A configuration for several platforms does not say which of them there are, and one for managed apps reaches devices that
    // get no certificates.
    private bool IsUse(DeployedProfile profile) => profile.Kind switch
    {
        SmimeProfileKind.ImportedPfx => true,
        SmimeProfileKind.Email => MailClientSettings.IsOn(profile) is not null,
        SmimeProfileKind.OutlookDevices => profile.Platforms.Count == 1 && MailClientSettings.IsOn(profile) == true,
        _ => IsForSigning(profile),
    };
}
