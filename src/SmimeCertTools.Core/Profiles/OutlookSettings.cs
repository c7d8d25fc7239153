using System;
using System.Collections.Generic;
using System.Globalization;
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
    public override ProfileKind Kind => ForManagedApps ? ProfileKind.OutlookApps : ProfileKind.OutlookDevices;

    /// <summary>Whether S/MIME is on. Default true.</summary>
    public bool EnableSmime { get; init; } = true;

    /// <summary>Whether users may turn S/MIME on and off; Outlook says yes.</summary>
    public bool? UserChange { get; init; }

    /// <summary>Whether all mail is signed; Outlook says no. Managed devices only.</summary>
    public bool? SignAll { get; init; }

    /// <summary>Whether users may change <see cref="SignAll"/>; Outlook says yes. Managed devices only.</summary>
    public bool? SignAllUserChange { get; init; }

    /// <summary>Whether all mail is encrypted; Outlook says no. Managed devices only.</summary>
    public bool? EncryptAll { get; init; }

    /// <summary>Whether users may change <see cref="EncryptAll"/>; Outlook says yes. Managed devices only.</summary>
    public bool? EncryptAllUserChange { get; init; }

    /// <summary>
    /// The directory where Outlook looks for recipients' certificates: <c>ldaps://host</c> or <c>ldaps://host:port</c>; null for
    /// none.
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

    /// <summary>Permissions that management gives Outlook on managed Android devices.</summary>
    public IReadOnlyList<AppPermission> AppPermission { get; init; } = [];

    /// <inheritdoc/>
    internal override ProfileBody Build(ProfilePlatform platform)
    {
        var type = ProfileTypes.Get(platform, Kind);
        ProfileOptions.Refuse(type, nameof(SignAll), SignAll is not null);
        ProfileOptions.Refuse(type, nameof(SignAllUserChange), SignAllUserChange is not null);
        ProfileOptions.Refuse(type, nameof(EncryptAll), EncryptAll is not null);
        ProfileOptions.Refuse(type, nameof(EncryptAllUserChange), EncryptAllUserChange is not null);
        ProfileOptions.Refuse(type, nameof(CertificatesFromIntune), CertificatesFromIntune is not null);
        ProfileOptions.Refuse(type, nameof(AppPermission), AppPermission.Count > 0);
        ProfileOptions.Refuse(type, nameof(AppId), AppId.Count > 0);
        if (!EnableSmime && (SignAll == true || EncryptAll == true))
        {
            throw ProfileErrors.Invalid(nameof(EnableSmime),
                "EnableSmime is off, but mail is to be signed or encrypted. Turn it on, or leave SignAll and EncryptAll out.");
        }

        var keys = Keys();
        return new ProfileBody
        {
            Platform = platform,
            Kind = Kind,
            ODataType = type.ODataType,
            Members = (Kind, platform) switch
            {
                (ProfileKind.OutlookApps, _) => ForApps(keys),
                (_, ProfilePlatform.IOS) => ForIos(keys),
                _ => ForAndroid(keys, platform),
            },
            FixedMembers = type.FixedMembers,
            TargetApps = ForManagedApps ? [OutlookProfile.ManagedApp(platform)] : [],
        };
    }

    private List<KeyValuePair<string, object>> Keys()
    {
        var keys = new List<KeyValuePair<string, object>>();
        Add(string.Empty, EnableSmime);
        Add(".UserChangeAllowed", UserChange);
        Add(".SignAllMail", SignAll);
        Add(".SignAllMail.UserChangeAllowed", SignAllUserChange);
        Add(".EncryptAllMail", EncryptAll);
        Add(".EncryptAllMail.UserChangeAllowed", EncryptAllUserChange);
        Add(".CertsFromIntune", CertificatesFromIntune);
        Add(".LDAPHostName", LdapHost is null ? null : CheckLdap(LdapHost));
        return keys;

        void Add(string suffix, object? value)
        {
            if (value is not null)
            {
                keys.Add(new KeyValuePair<string, object>(Prefix + suffix, value));
            }
        }
    }

    private static string CheckLdap(string text)
    {
        var address = text.Trim();
        const string scheme = "ldaps://";
        var parts = address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            ? address.Substring(scheme.Length).Split(':')
            : [];
        var isFine = parts.Length is 1 or 2 && PkcsIssuance.IsHost(parts[0])
            && (parts.Length == 1 || (ushort.TryParse(parts[1], NumberStyles.None,
                CultureInfo.InvariantCulture, out var port) && port > 0));
        return isFine
            ? scheme + address.Substring(scheme.Length)
            : throw ProfileErrors.Invalid(nameof(LdapHost),
                $"LdapHost '{text}' is no address of a directory. Write it as ldaps://host or ldaps://host:port.");
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

    private JsonObject ForAndroid(List<KeyValuePair<string, object>> keys, ProfilePlatform platform) => new()
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
        ["profileApplicability"] =
            platform == ProfilePlatform.AndroidDeviceOwner ? "androidDeviceOwner" : "androidWorkProfile",
        ["connectedAppsEnabled"] = false,
        ["credentialProviderRoleState"] = "notConfigured",
    };

    private JsonArray Apps() => AppId.Count > 0 && !AppId.Contains(Guid.Empty)
        ? new JsonArray([.. AppId.Distinct().Select(id => JsonValue.Create(id.ToString()))])
        : throw ProfileErrors.Invalid(nameof(AppId),
            "AppId names no app. Add Outlook to the tenant's apps (Apps, All apps) and give its id.");
}
