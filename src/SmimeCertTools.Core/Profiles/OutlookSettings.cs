using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// Outlook's S/MIME settings on iOS, iPadOS and Android: for managed devices, or for Outlook as a managed app. What is null is
/// left to Outlook. The keys are those of "Deploying Outlook for iOS and Android app configuration settings" of Exchange Online.
/// </summary>
public sealed class OutlookSettings : ProfileSettings
{
    private const string Prefix = "com.microsoft.outlook.Mail.SMIMEEnabled";

    /// <summary>Whether it is for managed apps rather than managed devices.</summary>
    public bool ForManagedApps { get; init; }

    /// <inheritdoc/>
    public override SmimeProfileKind Kind => ForManagedApps ? SmimeProfileKind.OutlookApps : SmimeProfileKind.OutlookDevices;

    /// <summary>Whether S/MIME is on. Default true.</summary>
    public bool EnableSmime { get; init; } = true;

    /// <summary>Whether users may turn S/MIME on and off; Outlook says yes.</summary>
    public bool? UserChange { get; init; }

    /// <summary>Whether all mail is signed; Outlook says no. Documented for managed devices.</summary>
    public bool? SignAll { get; init; }

    /// <summary>Whether users may change <see cref="SignAll"/>; Outlook says yes. Documented for managed devices.</summary>
    public bool? SignAllUserChange { get; init; }

    /// <summary>Whether all mail is encrypted; Outlook says no. Documented for managed devices.</summary>
    public bool? EncryptAll { get; init; }

    /// <summary>Whether users may change <see cref="EncryptAll"/>; Outlook says yes. Documented for managed devices.</summary>
    public bool? EncryptAllUserChange { get; init; }

    /// <summary>
    /// The directory where Outlook looks for recipients' certificates: <c>host</c> or <c>ldaps://host</c>, each with <c>:port</c>
    /// where it is not the usual one; null to leave it.
    /// </summary>
    public string? LdapHost { get; init; }

    /// <summary>
    /// Whether Outlook on managed Android devices takes the certificates that Intune delivers; null to leave it.
    /// </summary>
    public bool? CertificatesFromIntune { get; init; }

    /// <summary>
    /// The ids of Outlook among the tenant's mobile apps, of the platform; at least one for managed devices, none for managed
    /// apps.
    /// </summary>
    public IReadOnlyList<Guid> AppId { get; init; } = [];

    /// <summary>
    /// Whether <see cref="AppId"/> is what the administrator wants, rather than all that was found: a configuration that exists
    /// is changed to these apps then.
    /// </summary>
    public bool IsAppIdGiven { get; init; }

    /// <summary>
    /// Whether one configuration serves all profile types of Android Enterprise, device owner and work profile, rather than one
    /// of them.
    /// </summary>
    public bool AllProfileTypes { get; init; }

    /// <summary>Permissions that management gives Outlook on managed Android devices.</summary>
    public IReadOnlyList<AppPermission> AppPermission { get; init; } = [];

    /// <inheritdoc/>
    internal override ProfileBody Build(SmimePlatform platform)
    {
        var type = ProfileTypes.Get(platform, Kind);
        RefuseUncarried(type);
        if (!EnableSmime && (SignAll == true || EncryptAll == true))
        {
            throw ProfileErrors.Invalid(nameof(EnableSmime),
                "EnableSmime is off, but mail is to be signed or encrypted. Turn it on, or leave SignAll and EncryptAll out.");
        }

        var keys = Keys(platform);
        return type.Body((Kind, platform) switch
        {
            (SmimeProfileKind.OutlookApps, _) => ForApps(keys),
            (_, SmimePlatform.IOS) => ForIos(keys),
            _ => ForAndroid(keys, platform),
        }) with
        {
            Platforms = AllProfileTypes ? [SmimePlatform.AndroidDeviceOwner, SmimePlatform.AndroidWorkProfile] : [platform],
            CreationMembers =
            [
                "appGroupType", "targetedAppManagementLevels", "packageId", "connectedAppsEnabled", "credentialProviderRoleState",
                .. NotAskedFor(),
            ],
            TargetApps = ForManagedApps ? [OutlookProfile.ManagedApp(platform)] : [],
            Warnings = [.. Warnings(platform)],
        };
    }

    // The S/MIME keys are what this is about. Apps, groups of apps, permissions and the rest belong to whoever set them.
    private protected override IReadOnlyList<(string Option, bool IsGiven, string[] Members)> Options =>
    [
        (nameof(CertificatesFromIntune), CertificatesFromIntune is not null, []),
        (nameof(AppPermission), AppPermission.Count > 0, ["permissionActions"]),
        (nameof(AppId), AppId.Count > 0, []),
        (nameof(IsAppIdGiven), IsAppIdGiven, ["targetedMobileApps"]),
        (nameof(AllProfileTypes), AllProfileTypes, ["profileApplicability"]),
    ];

    private IEnumerable<string> Warnings(SmimePlatform platform)
    {
        if (EnableSmime && OutlookDelivery.LeftToDo(Kind, platform) is { } steps)
        {
            yield return steps;
        }

        List<(string Name, bool? Value)> documentedForDevices =
        [
            (nameof(SignAll), SignAll), (nameof(SignAllUserChange), SignAllUserChange), (nameof(EncryptAll), EncryptAll),
            (nameof(EncryptAllUserChange), EncryptAllUserChange),
        ];
        var given = documentedForDevices.Where(option => option.Value is not null).Select(option => option.Name).ToList();
        if (ForManagedApps && given.Count > 0)
        {
            yield return $"{string.Join(", ", given)}: Microsoft documents this for managed devices only. Intune takes it for "
                + "managed apps too; whether Outlook follows it there has to be tried on a device.";
        }
    }

    private List<KeyValuePair<string, object>> Keys(SmimePlatform platform)
    {
        var keys = new List<KeyValuePair<string, object>>();
        Add(string.Empty, EnableSmime);
        Add(".UserChangeAllowed", UserChange);
        Add(".SignAllMail", SignAll);
        Add(".SignAllMail.UserChangeAllowed", SignAllUserChange);
        Add(".EncryptAllMail", EncryptAll);
        Add(".EncryptAllMail.UserChangeAllowed", EncryptAllUserChange);
        foreach (var row in CertificatesFromIntune is null ? [] : OutlookDelivery.Of(platform))
        {
            Add(row.Suffix, row.Value is bool ? CertificatesFromIntune : CertificatesFromIntune == true ? row.Value : null);
        }

        Add(".LDAPHostName", LdapHost is null ? null : DirectoryAddress.Check(LdapHost));
        return keys;

        void Add(string suffix, object? value)
        {
            if (value is not null)
            {
                keys.Add(new KeyValuePair<string, object>(Prefix + suffix, value));
            }
        }
    }

    private static string Text(object value) => value is bool flag ? (flag ? "true" : "false") : (string)value;

    private static JsonObject ForApps(List<KeyValuePair<string, object>> keys) => new()
    {
        ["appGroupType"] = "selectedPublicApps",
        ["targetedAppManagementLevels"] = "unspecified",
        ["customSettings"] = new JsonArray(
            [.. keys.Select(pair => new JsonObject { ["name"] = pair.Key, ["value"] = Text(pair.Value) })]),
    };

    private JsonObject ForIos(List<KeyValuePair<string, object>> keys) => new()
    {
        ["targetedMobileApps"] = Apps(),
        ["settings"] = new JsonArray([.. keys.Select(pair => new JsonObject
        {
            ["appConfigKey"] = pair.Key,
            ["appConfigKeyType"] = pair.Value is bool ? "booleanType" : "stringType",
            ["appConfigKeyValue"] = Text(pair.Value),
        })]),
    };

    private JsonObject ForAndroid(List<KeyValuePair<string, object>> keys, SmimePlatform platform) => new()
    {
        ["targetedMobileApps"] = Apps(),
        ["packageId"] = OutlookProfile.ProductId,
        ["payloadJson"] = ManagedPayload.Write(new JsonObject
        {
            ["kind"] = "androidenterprise#managedConfiguration",
            ["productId"] = OutlookProfile.ProductId,
            ["managedProperty"] = new JsonArray([.. keys.Select(pair => pair.Value is bool flag
                ? new JsonObject { ["key"] = pair.Key, ["valueBool"] = flag }
                : new JsonObject { ["key"] = pair.Key, ["valueString"] = (string)pair.Value })]),
        }),
        ["permissionActions"] = new JsonArray([.. AppPermission.Select(item => item.Write())]),
        ["profileApplicability"] = AllProfileTypes ? "default"
            : platform == SmimePlatform.AndroidDeviceOwner ? "androidDeviceOwner" : "androidWorkProfile",
        ["connectedAppsEnabled"] = false,
        ["credentialProviderRoleState"] = "notConfigured",
    };

    private JsonArray Apps() => AppId.Count > 0 && !AppId.Contains(Guid.Empty)
        ? new JsonArray([.. AppId.Distinct().Select(id => JsonValue.Create(id.ToString()))])
        : throw ProfileErrors.Invalid(nameof(AppId),
            "AppId names no app. Add Outlook to the tenant's apps (Apps, All apps) and give its id.");
}
