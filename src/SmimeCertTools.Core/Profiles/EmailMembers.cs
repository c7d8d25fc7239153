using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Profiles;

/// <summary>The members and navigations of e-mail profiles, as each type has them.</summary>
internal static class EmailMembers
{
    private const string Signing = "smimeSigningCertificate";
    private const string Encryption = "smimeEncryptionCertificate";
    private const string Identity = "identityCertificate";

    // Exchange Online, in the clouds that have it.
    private static readonly string[] CloudHosts = ["outlook.office365.com", "outlook.office365.us", "outlook-dod.office365.us",
        "partner.outlook.cn"];

    public static JsonObject ForIos(EmailSettings settings)
    {
        var signs = settings.SigningCertificate is not null;
        var encrypts = settings.EncryptionCertificate is not null;
        var user = ProfileOptions.Wire(settings.UserNameSource ?? default, nameof(settings.UserNameSource));
        var members = Common(settings);
        members["usernameAADSource"] = user;

        // This member has no SAM account name; the one above decides.
        members["usernameSource"] = settings.UserNameSource == SmimeEmailUserNameSource.SamAccountName
            ? "userPrincipalName" : user;
        members["useOAuth"] = settings.UseOAuth ?? CloudHosts.Contains(Host(settings), StringComparer.OrdinalIgnoreCase);
        members["requireSmime"] = true;
        members["signingCertificateType"] = signs ? "certificate" : "none";
        members["smimeSigningEnabled"] = signs;
        members["smimeSigningUserOverrideEnabled"] = settings.SigningUserChange ?? false;
        members["smimeSigningCertificateUserOverrideEnabled"] = settings.SigningCertificateUserChange ?? false;
        members["encryptionCertificateType"] = encrypts ? "certificate" : "none";
        members["smimeEncryptByDefaultEnabled"] = settings.EncryptByDefault ?? false;
        members["smimeEncryptByDefaultUserOverrideEnabled"] = settings.EncryptByDefaultUserChange ?? encrypts;
        members["smimeEncryptionCertificateUserOverrideEnabled"] = settings.EncryptionCertificateUserChange ?? false;
        members["smimeEnablePerMessageSwitch"] = settings.PerMessageSwitch ?? encrypts;
        members["blockMovingMessagesToOtherEmailAccounts"] = settings.BlockMovingMessages ?? false;
        members["blockSendingEmailFromThirdPartyApps"] = settings.BlockSendingFromOtherApps ?? false;
        members["blockSyncingRecentlyUsedEmailAddresses"] = settings.BlockSyncingRecentAddresses ?? false;
        members["easServices"] = "calendars,contacts,email,notes,reminders";
        members["easServicesUserOverrideEnabled"] = true;
        return members;
    }

    public static JsonObject ForAndroid(EmailSettings settings)
    {
        var members = Common(settings);
        members["usernameSource"] = ProfileOptions.Wire(settings.UserNameSource ?? default, nameof(settings.UserNameSource));
        members["requireSmime"] = true;
        members["emailSyncSchedule"] = "asMessagesArrive";
        members["syncCalendar"] = true;
        members["syncContacts"] = true;
        members["syncNotes"] = true;
        members["syncTasks"] = true;
        return members;
    }

    /// <summary>The profiles to bind.</summary>
    /// <exception cref="ProfileException">One does not fit.</exception>
    public static IReadOnlyList<ProfileReference> References(EmailSettings settings, ProfileType type, List<string> warnings)
    {
        var isIos = type.Platform == SmimePlatform.IOS;
        var imported = ProfileTypes.Get(type.Platform, SmimeProfileKind.ImportedPfx).ODataType;
        var pkcs = ProfileTypes.Get(type.Platform, SmimeProfileKind.Pkcs).ODataType;
        var scep = ScepTypes.Of(type.Platform)!;
        var references = new List<ProfileReference>();
        if (settings.SigningCertificate is { } signing)
        {
            references.Add(ProfileReferences.To(
                Signing, signing, nameof(settings.SigningCertificate), [pkcs, imported, scep], UserPfxPurpose.SmimeSigning));
        }

        if (settings.EncryptionCertificate is { } encryption)
        {
            var reference = ProfileReferences.To(Encryption, encryption, nameof(settings.EncryptionCertificate),
                [imported, pkcs, scep], UserPfxPurpose.SmimeEncryption);
            references.Add(reference);
            if (reference.ODataType != imported)
            {
                warnings.Add($"EncryptionCertificate: the profile '{encryption.DisplayName}' issues a certificate for each "
                    + "device: mail encrypted for one of them cannot be read on the others. Use an imported profile.");
            }
        }

        if (settings.IdentityCertificate is { } identity)
        {
            // On iOS the imported type does not derive from what this navigation takes.
            references.Add(ProfileReferences.To(Identity, identity, nameof(settings.IdentityCertificate),
                isIos ? [pkcs, scep] : [pkcs, imported, scep]));
        }

        return references;
    }

    private static string Host(EmailSettings settings) => (settings.HostName ?? EmailSettings.DefaultHost).Trim();

    private static JsonObject Common(EmailSettings settings)
    {
        var members = new JsonObject
        {
            ["accountName"] = settings.AccountName!.Trim(),
            ["hostName"] = Host(settings),
            ["authenticationMethod"] = ProfileOptions.Wire(settings.Authentication ?? default, nameof(settings.Authentication)),
            ["emailAddressSource"] = ProfileOptions.Wire(
                settings.EmailAddressSource ?? SmimeEmailAddressSource.PrimarySmtpAddress, nameof(settings.EmailAddressSource)),
            ["durationOfEmailToSync"] = ProfileOptions.Wire(
                settings.SyncDuration ?? SmimeEmailSyncDuration.Unlimited, nameof(settings.SyncDuration)),
            ["requireSsl"] = settings.UseSsl ?? true,
        };
        if (settings.DomainName is { } domain)
        {
            members["customDomainName"] = ProfileErrors.Required(domain, nameof(settings.DomainName));
        }

        return members;
    }
}
