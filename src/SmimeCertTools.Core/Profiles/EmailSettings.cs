using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Core.Profiles;

/// <summary>
/// A profile that sets up the platform's own mail client with S/MIME: iOS and iPadOS with signing and encryption, Android device
/// administrator with signing. A change of it makes devices ask for the password again.
/// </summary>
public sealed class EmailSettings : ProfileSettings
{
    /// <inheritdoc/>
    public override SmimeProfileKind Kind => SmimeProfileKind.Email;

    internal const string DefaultHost = "outlook.office365.com";

    /// <summary>The Exchange host; null for outlook.office365.com.</summary>
    public string? HostName { get; init; }

    /// <summary>The account's name, as users see it.</summary>
    public string? AccountName { get; init; }

    /// <summary>How the client signs in; null for user name and password, or OAuth.</summary>
    public SmimeEmailAuthentication? Authentication { get; init; }

    /// <summary>
    /// The certificate profile to sign in with, for <see cref="SmimeEmailAuthentication.Certificate"/>; otherwise null.
    /// </summary>
    public ReferencedProfile? IdentityCertificate { get; init; }

    /// <summary>Where the user name is from; null for the user principal name.</summary>
    public SmimeEmailUserNameSource? UserNameSource { get; init; }

    /// <summary>Where the e-mail address is from; null for the primary address, which certificates have.</summary>
    public SmimeEmailAddressSource? EmailAddressSource { get; init; }

    /// <summary>The Windows domain, for <see cref="SmimeEmailUserNameSource.SamAccountName"/>; null for none.</summary>
    public string? DomainName { get; init; }

    /// <summary>Whether TLS is used; null for yes.</summary>
    public bool? UseSsl { get; init; }

    /// <summary>Whether the client signs in by OAuth; null for yes at the hosts of Exchange Online, and no elsewhere.</summary>
    public bool? UseOAuth { get; init; }

    /// <summary>The mail that is kept; null for all.</summary>
    public SmimeEmailSyncDuration? SyncDuration { get; init; }

    /// <summary>The profile whose certificate signs; null for no signing.</summary>
    public ReferencedProfile? SigningCertificate { get; init; }

    /// <summary>Whether users may turn signing on and off; null for no.</summary>
    public bool? SigningUserChange { get; init; }

    /// <summary>Whether users may choose another signing certificate; null for no.</summary>
    public bool? SigningCertificateUserChange { get; init; }

    /// <summary>The profile whose certificates decrypt; null for no encryption.</summary>
    public ReferencedProfile? EncryptionCertificate { get; init; }

    /// <summary>Whether mail is encrypted by default; null for no.</summary>
    public bool? EncryptByDefault { get; init; }

    /// <summary>Whether users may change <see cref="EncryptByDefault"/>; null for yes.</summary>
    public bool? EncryptByDefaultUserChange { get; init; }

    /// <summary>Whether users may choose another encryption certificate; null for no.</summary>
    public bool? EncryptionCertificateUserChange { get; init; }

    /// <summary>Whether users decide for each message; null for yes where there is an encryption certificate.</summary>
    public bool? PerMessageSwitch { get; init; }

    /// <summary>Whether messages cannot be moved to other accounts; null for no.</summary>
    public bool? BlockMovingMessages { get; init; }

    /// <summary>Whether other apps cannot send from the account; null for no.</summary>
    public bool? BlockSendingFromOtherApps { get; init; }

    /// <summary>Whether addresses used last are not synchronized; null for no.</summary>
    public bool? BlockSyncingRecentAddresses { get; init; }

    /// <inheritdoc/>
    internal override ProfileBody Build(SmimePlatform platform)
    {
        var type = ProfileTypes.Get(platform, Kind);
        RefuseUncarried(type);
        Check();
        var warnings = new List<string>();
        return type.Body(platform == SmimePlatform.IOS ? EmailMembers.ForIos(this) : EmailMembers.ForAndroid(this)) with
        {
            CreationMembers =
            [
                .. NotAskedFor(), "easServices", "easServicesUserOverrideEnabled", "emailSyncSchedule", "syncCalendar",
                "syncContacts", "syncNotes", "syncTasks",
            ],
            References = EmailMembers.References(this, type, warnings),
            Warnings = warnings,
        };
    }

    // A change makes people type their password again. That S/MIME is on, and what the certificates named are for, is always
    // asked for.
    private protected override IReadOnlyList<(string Option, bool IsGiven, string[] Members)> Options =>
    [
        (nameof(HostName), HostName is not null, ["hostName"]),
        (nameof(Authentication), Authentication is not null, ["authenticationMethod"]),
        (nameof(UserNameSource), UserNameSource is not null, ["usernameSource", "usernameAADSource"]),
        (nameof(EmailAddressSource), EmailAddressSource is not null, ["emailAddressSource"]),
        (nameof(SyncDuration), SyncDuration is not null, ["durationOfEmailToSync"]),
        (nameof(UseSsl), UseSsl is not null, ["requireSsl"]),
        (nameof(SigningCertificate), SigningCertificate is not null, ["signingCertificateType", "smimeSigningEnabled"]),
        (nameof(EncryptionCertificate), EncryptionCertificate is not null, ["encryptionCertificateType"]),
        (nameof(SigningUserChange), SigningUserChange is not null, ["smimeSigningUserOverrideEnabled"]),
        (nameof(SigningCertificateUserChange), SigningCertificateUserChange is not null,
            ["smimeSigningCertificateUserOverrideEnabled"]),
        (nameof(EncryptByDefault), EncryptByDefault is not null, ["smimeEncryptByDefaultEnabled"]),
        (nameof(EncryptByDefaultUserChange), EncryptByDefaultUserChange is not null,
            ["smimeEncryptByDefaultUserOverrideEnabled"]),
        (nameof(EncryptionCertificateUserChange), EncryptionCertificateUserChange is not null,
            ["smimeEncryptionCertificateUserOverrideEnabled"]),
        (nameof(PerMessageSwitch), PerMessageSwitch is not null, ["smimeEnablePerMessageSwitch"]),
        (nameof(UseOAuth), UseOAuth is not null, ["useOAuth"]),
        (nameof(BlockMovingMessages), BlockMovingMessages is not null, ["blockMovingMessagesToOtherEmailAccounts"]),
        (nameof(BlockSendingFromOtherApps), BlockSendingFromOtherApps is not null, ["blockSendingEmailFromThirdPartyApps"]),
        (nameof(BlockSyncingRecentAddresses), BlockSyncingRecentAddresses is not null,
            ["blockSyncingRecentlyUsedEmailAddresses"]),
    ];

    private void Check()
    {
        ProfileErrors.Required(AccountName, nameof(AccountName));
        if (!PkcsIssuance.IsHost(ProfileErrors.Required(HostName ?? DefaultHost, nameof(HostName))))
        {
            throw ProfileErrors.Invalid(nameof(HostName),
                $"HostName '{HostName}' is no host name. Give it without https:// and path, such as outlook.office365.com.");
        }

        if (SigningCertificate is null && EncryptionCertificate is null)
        {
            throw ProfileErrors.Invalid(nameof(SigningCertificate),
                "The e-mail profile names no certificate. Give SigningCertificate, EncryptionCertificate or both.");
        }

        RefuseWithout(SigningCertificate, nameof(SigningCertificate),
        [
            (nameof(SigningUserChange), SigningUserChange),
            (nameof(SigningCertificateUserChange), SigningCertificateUserChange),
        ]);
        RefuseWithout(EncryptionCertificate, nameof(EncryptionCertificate),
        [
            (nameof(EncryptByDefault), EncryptByDefault), (nameof(EncryptByDefaultUserChange), EncryptByDefaultUserChange),
            (nameof(EncryptionCertificateUserChange), EncryptionCertificateUserChange),
            (nameof(PerMessageSwitch), PerMessageSwitch),
        ]);
        if (Authentication == SmimeEmailAuthentication.Certificate && IdentityCertificate is null)
        {
            throw ProfileErrors.Invalid(nameof(IdentityCertificate),
                "Authentication is Certificate, but IdentityCertificate names no profile. Give one.");
        }

        if (Authentication != SmimeEmailAuthentication.Certificate && IdentityCertificate is not null)
        {
            throw ProfileErrors.Invalid(nameof(IdentityCertificate),
                "IdentityCertificate is for the authentication Certificate. Leave it out, or use that.");
        }

        if (DomainName is not null && UserNameSource != SmimeEmailUserNameSource.SamAccountName)
        {
            throw ProfileErrors.Invalid(nameof(DomainName),
                $"DomainName goes with the user name source SamAccountName, but UserNameSource is "
                    + $"{UserNameSource ?? default}. Leave one out.");
        }
    }

    private static void RefuseWithout(
        ReferencedProfile? certificate, string name, IEnumerable<(string Option, bool? Value)> options)
    {
        foreach (var (option, value) in options)
        {
            if (certificate is null && value is not null)
            {
                throw ProfileErrors.Invalid(option, $"{option} means nothing without {name}. Give that, or leave it out.");
            }
        }
    }
}
