using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>
/// Creates the profiles that set up a platform's own mail client with S/MIME. Certificate profiles come by pipeline or by name;
/// what a platform's mail client cannot do is an error.
/// </summary>
/// <remarks>
/// Unlike the options of certificate profiles, those of mail are given to every platform of a call: a mail client that goes
/// without encryption because its platform has none is not what was asked for.
/// </remarks>
[Cmdlet(VerbsCommon.New, "SmimeEmailProfile", SupportsShouldProcess = true)]
[OutputType(typeof(SmimeProfile))]
public sealed class NewSmimeEmailProfileCommand : ProfileCreationCommand
{
    private readonly List<SmimeProfile> _unused = [];
    private EmailCertificates? _signing;
    private EmailCertificates? _encryption;
    private EmailCertificates? _identity;
    private bool _hasInput;

    /// <summary>The account's name, as users see it.</summary>
    [Parameter(Mandatory = true, Position = 2)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string AccountName { get; set; } = string.Empty;

    /// <summary>The Exchange host.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string HostName { get; set; } = "outlook.office365.com";

    /// <summary>How the client signs in.</summary>
    [Parameter]
    public SmimeEmailAuthentication Authentication { get; set; } = SmimeEmailAuthentication.UsernameAndPassword;

    /// <summary>The certificate profiles to sign in with.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object[] IdentityCertificate { get; set; } = [];

    /// <summary>Where the user name is from.</summary>
    [Parameter]
    public SmimeEmailUserNameSource UserNameSource { get; set; } = SmimeEmailUserNameSource.UserPrincipalName;

    /// <summary>Where the e-mail address is from.</summary>
    [Parameter]
    public SmimeEmailAddressSource EmailAddressSource { get; set; } = SmimeEmailAddressSource.PrimarySmtpAddress;

    /// <summary>The Windows domain of SAM account names.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    public string? DomainName { get; set; }

    /// <summary>Whether TLS is used; $false turns it off.</summary>
    [Parameter]
    public SwitchParameter UseSsl { get; set; } = true;

    /// <summary>Whether the client signs in by OAuth.</summary>
    [Parameter]
    public SwitchParameter UseOAuth { get; set; }

    /// <summary>The mail that is kept on the device.</summary>
    [Parameter]
    public SmimeEmailSyncDuration SyncDuration { get; set; } = SmimeEmailSyncDuration.Unlimited;

    /// <summary>The profiles whose certificates sign, one for each platform.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object[] SigningCertificate { get; set; } = [];

    /// <summary>Users may turn signing on and off.</summary>
    [Parameter]
    public SwitchParameter SigningUserChange { get; set; }

    /// <summary>Users may choose another signing certificate.</summary>
    [Parameter]
    public SwitchParameter SigningCertificateUserChange { get; set; }

    /// <summary>The profiles whose certificates decrypt, one for each platform.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object[] EncryptionCertificate { get; set; } = [];

    /// <summary>Mail is encrypted by default.</summary>
    [Parameter]
    public SwitchParameter EncryptByDefault { get; set; }

    /// <summary>Users may change the default.</summary>
    [Parameter]
    public SwitchParameter EncryptByDefaultUserChange { get; set; }

    /// <summary>Users may choose another encryption certificate.</summary>
    [Parameter]
    public SwitchParameter EncryptionCertificateUserChange { get; set; }

    /// <summary>Users decide for each message.</summary>
    [Parameter]
    public SwitchParameter PerMessageSwitch { get; set; }

    /// <summary>Messages cannot be moved to other accounts.</summary>
    [Parameter]
    public SwitchParameter BlockMovingMessages { get; set; }

    /// <summary>Other apps cannot send from the account.</summary>
    [Parameter]
    public SwitchParameter BlockSendingFromOtherApps { get; set; }

    /// <summary>Addresses used last are not synchronized.</summary>
    [Parameter]
    public SwitchParameter BlockSyncingRecentAddresses { get; set; }

    /// <summary>Certificate profiles, taken for signing or encryption by their kind and purpose.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    private protected override SmimeProfileKind Kind => SmimeProfileKind.Email;

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        var resolver = new ProfileReferenceResolver(
            Intune, [SmimeProfileKind.ImportedPfx, SmimeProfileKind.Pkcs], withScep: true, Cancellation, OnMissing);
        _signing = new EmailCertificates(resolver, nameof(SigningCertificate), SigningCertificate);
        _encryption = new EmailCertificates(resolver, nameof(EncryptionCertificate), EncryptionCertificate);
        _identity = new EmailCertificates(resolver, nameof(IdentityCertificate), IdentityCertificate);
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync()
    {
        foreach (var item in PipelineInput.Take(InputObject))
        {
            if (item is not null && ObjectMembers.Base(item) is SmimeProfile profile)
            {
                Take(profile);
            }
            else if (item is not null)
            {
                WriteError(InputErrors.Unusable(InputErrors.ValueUnusableId, nameof(InputObject),
                    "is no profile. Pipe what Get-SmimeProfile or the cmdlets for certificate profiles write"));
            }
        }

        return Task.CompletedTask;
    }

    private void Take(SmimeProfile profile)
    {
        _hasInput = true;
        if (RoleOf(profile) is not { } role)
        {
            WriteItemError(new ProfileException(ProfileErrorKind.ReferenceInvalid,
                $"The {ProfileNames.Of(profile.Kind)} '{profile.Name}' has no certificate for mail. Pipe PKCS profiles, or "
                    + "imported profiles for signing or encryption.", profile.Name), profile.Name);
        }
        else if (!profile.Platform.Any(platform => Platforms.Contains(platform)))
        {
            _unused.Add(profile);
        }
        else
        {
            role.Add(profile);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        WarnOfUnused();
        if (!_hasInput && MyInvocation.ExpectingInput)
        {
            // Profiles were to come and none was made: a mail client without them is not what was asked for.
            WriteWarning("No certificate profile came by pipeline: no e-mail profile was made.");
            return;
        }

        await PublishEachAsync(SettingsAsync);
    }

    // A profile that has certificates issued is for signing: one for each device is of no use to decrypt.
    private EmailCertificates? RoleOf(SmimeProfile profile) => (profile.Kind, profile.IntendedPurpose) switch
    {
        (SmimeProfileKind.Pkcs, _) => _signing,
        (SmimeProfileKind.ImportedPfx, UserPfxPurpose.SmimeSigning) => _signing,
        (SmimeProfileKind.ImportedPfx, UserPfxPurpose.SmimeEncryption) => _encryption,
        _ => null,
    };

    private async Task<ProfileSettings> SettingsAsync(SmimePlatform platform)
    {
        // The platform first: where there is no such profile, no certificate of it need be looked up.
        ProfileOptions.RequirePlatform(Kind, platform);
        var encryption = await _encryption!.ForAsync(platform);
        if (_hasInput && encryption is null && ProfileOptions.Carries(Kind, platform, nameof(EncryptionCertificate)))
        {
            WithoutEncryption(ProfileName.Of(platform));
        }

        return new EmailSettings
        {
            AccountName = AccountName,
            HostName = MyInvocation.BoundParameters.ContainsKey(nameof(HostName)) ? HostName : null,
            Authentication = GivenValue(Authentication, nameof(Authentication)),
            IdentityCertificate = await _identity!.ForAsync(platform),
            UserNameSource = GivenValue(UserNameSource, nameof(UserNameSource)),
            EmailAddressSource = GivenValue(EmailAddressSource, nameof(EmailAddressSource)),
            DomainName = DomainName,
            UseSsl = Given(UseSsl, nameof(UseSsl)),
            UseOAuth = Given(UseOAuth, nameof(UseOAuth)),
            SyncDuration = GivenValue(SyncDuration, nameof(SyncDuration)),
            SigningCertificate = await _signing!.ForAsync(platform),
            SigningUserChange = Given(SigningUserChange, nameof(SigningUserChange)),
            SigningCertificateUserChange = Given(SigningCertificateUserChange, nameof(SigningCertificateUserChange)),
            EncryptionCertificate = encryption,
            EncryptByDefault = Given(EncryptByDefault, nameof(EncryptByDefault)),
            EncryptByDefaultUserChange = Given(EncryptByDefaultUserChange, nameof(EncryptByDefaultUserChange)),
            EncryptionCertificateUserChange = Given(EncryptionCertificateUserChange, nameof(EncryptionCertificateUserChange)),
            PerMessageSwitch = Given(PerMessageSwitch, nameof(PerMessageSwitch)),
            BlockMovingMessages = Given(BlockMovingMessages, nameof(BlockMovingMessages)),
            BlockSendingFromOtherApps = Given(BlockSendingFromOtherApps, nameof(BlockSendingFromOtherApps)),
            BlockSyncingRecentAddresses = Given(BlockSyncingRecentAddresses, nameof(BlockSyncingRecentAddresses)),
        };
    }

    // The command that was to bring it may have failed: of a mail client that decrypts already nothing is taken away.
    private void WithoutEncryption(string platform) => WriteWarning(IfExists == SmimeIfExists.Update
        ? $"No encryption profile came for {platform}: a mail client that is new will not decrypt, and one that exists keeps "
            + "what it has."
        : $"No encryption profile came for {platform}: its mail client will not decrypt.");

    private void WarnOfUnused()
    {
        if (_unused.Count > 0)
        {
            WriteWarning("Not used, for none of the platforms asked for is theirs: "
                + $"{string.Join(", ", _unused.Select(profile => $"'{profile.Name}'"))}.");
        }
    }
}
