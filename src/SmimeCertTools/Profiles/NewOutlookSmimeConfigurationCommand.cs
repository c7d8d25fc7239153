using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>
/// Creates the configurations that turn S/MIME on in Outlook on iOS, iPadOS and Android: for managed devices, or for Outlook as a
/// managed app. What is not given is left to Outlook.
/// </summary>
[Cmdlet(VerbsCommon.New, "OutlookSmimeConfiguration", SupportsShouldProcess = true)]
[OutputType(typeof(SmimeProfile))]
public sealed class NewOutlookSmimeConfigurationCommand : ProfileCreationCommand
{
    /// <summary>For Outlook as a managed app rather than on managed devices.</summary>
    [Parameter]
    public SwitchParameter ForManagedApps { get; set; }

    /// <summary>Whether S/MIME is on; $false turns it off.</summary>
    [Parameter]
    public SwitchParameter EnableSmime { get; set; } = true;

    /// <summary>Users may turn S/MIME on and off.</summary>
    [Parameter]
    public SwitchParameter UserChange { get; set; }

    /// <summary>All mail is signed.</summary>
    [Parameter]
    public SwitchParameter SignAll { get; set; }

    /// <summary>Users may change that.</summary>
    [Parameter]
    public SwitchParameter SignAllUserChange { get; set; }

    /// <summary>All mail is encrypted.</summary>
    [Parameter]
    public SwitchParameter EncryptAll { get; set; }

    /// <summary>Users may change that.</summary>
    [Parameter]
    public SwitchParameter EncryptAllUserChange { get; set; }

    /// <summary>The directory where Outlook looks for recipients' certificates.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string? LdapHost { get; set; }

    /// <summary>Outlook on managed Android devices takes the certificates that Intune delivers.</summary>
    [Parameter]
    public SwitchParameter CertificatesFromIntune { get; set; }

    /// <summary>The ids of Outlook among the tenant's apps; all that are Outlook when left out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public Guid[] AppId { get; set; } = [];

    /// <summary>One configuration for all profile types of Android Enterprise.</summary>
    [Parameter]
    public SwitchParameter AllProfileTypes { get; set; }

    /// <summary>Permissions of Outlook on managed Android devices, each with what management does about it.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary AppPermission { get; set; } = new Hashtable();

    /// <summary>The platforms; of those that one configuration serves, the first stands for all.</summary>
    private protected override IReadOnlyList<SmimePlatform> Platforms
    {
        get
        {
            var platforms = base.Platforms;
            var enterprise = platforms.Where(IsOfAllProfileTypes).ToList();
            return [.. platforms.Where(platform => !enterprise.Contains(platform) || platform == enterprise[0])];
        }
    }

    private protected override SmimeProfileKind Kind =>
        ForManagedApps ? SmimeProfileKind.OutlookApps : SmimeProfileKind.OutlookDevices;

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        var apps = new OutlookApps(Intune, AppId, Cancellation);
        await PublishEachAsync(platform => SettingsAsync(platform, apps));
        WriteUnknownApps(apps);
    }

    private async Task<ProfileSettings> SettingsAsync(SmimePlatform platform, OutlookApps apps)
    {
        // The platform first: where there is no such configuration, no app of it need be looked up.
        ProfileOptions.RequirePlatform(Kind, platform);
        return new OutlookSettings
        {
            ForManagedApps = ForManagedApps,
            EnableSmime = EnableSmime,
            UserChange = Given(UserChange, nameof(UserChange)),
            SignAll = Given(SignAll, nameof(SignAll)),
            SignAllUserChange = Given(SignAllUserChange, nameof(SignAllUserChange)),
            EncryptAll = Given(EncryptAll, nameof(EncryptAll)),
            EncryptAllUserChange = Given(EncryptAllUserChange, nameof(EncryptAllUserChange)),
            LdapHost = LdapHost,
            CertificatesFromIntune =
                For(platform, Given(CertificatesFromIntune, nameof(CertificatesFromIntune)), nameof(CertificatesFromIntune)),
            AppId = ForManagedApps ? AppId : await apps.ForAsync(platform),
            IsAppIdGiven = AppId.Length > 0,
            AllProfileTypes = AllProfileTypes && Takes(platform, nameof(AllProfileTypes)),
            AppPermission = Takes(platform, nameof(AppPermission)) ? Permissions() : [],
        };
    }

    private bool IsOfAllProfileTypes(SmimePlatform platform) => AllProfileTypes
        && ProfileOptions.Carries(Kind, platform, nameof(AllProfileTypes));

    /// <inheritdoc/>
    private protected override string NameOf(SmimePlatform platform) =>
        IsOfAllProfileTypes(platform) ? "Android Enterprise" : base.NameOf(platform);

    private List<AppPermission> Permissions() =>
    [
        .. AppPermission.Cast<DictionaryEntry>().OrderBy(entry => $"{entry.Key}", StringComparer.Ordinal).Select(entry =>
            new AppPermission { Permission = $"{entry.Key}", Action = Action($"{entry.Key}", $"{entry.Value}") }),
    ];

    private static AppPermissionAction Action(string permission, string text) =>
        Enum.GetNames(typeof(AppPermissionAction)).Any(name => name.Equals(text, StringComparison.OrdinalIgnoreCase))
            ? (AppPermissionAction)Enum.Parse(typeof(AppPermissionAction), text, ignoreCase: true)
            : throw new ProfileException(ProfileErrorKind.OptionInvalid,
                $"AppPermission: '{text}' is nothing that management does about {permission}. Use one of "
                    + $"{string.Join(", ", Enum.GetNames(typeof(AppPermissionAction)))}.", nameof(AppPermission));

    private void WriteUnknownApps(OutlookApps apps)
    {
        foreach (var id in ForManagedApps ? [] : apps.Unused())
        {
            WriteItemError(new ProfileException(ProfileErrorKind.ReferenceInvalid,
                $"AppId: {id} is not Outlook on any of the platforms asked for. Check the id in the tenant's apps, or leave "
                    + "AppId out: all apps that are Outlook are taken then.", nameof(AppId)), id);
        }
    }
}
