namespace SmimeCertTools.Core.Profiles;

/// <summary>Where Windows keeps the private key. Names are those of Graph's keyStorageProviderOption.</summary>
public enum SmimeKeyStorageProvider
{
    /// <summary>In the TPM where there is one, otherwise in software.</summary>
    UseTpmKspOtherwiseUseSoftwareKsp,

    /// <summary>In the TPM only.</summary>
    UseTpmKspOtherwiseFail,

    /// <summary>In Windows Hello for Business only.</summary>
    UsePassportForWorkKspOtherwiseFail,

    /// <summary>In software.</summary>
    UseSoftwareKsp,
}

/// <summary>Whose certificate it is. Names are those of Graph's certificateStore.</summary>
public enum SmimeCertificateStore
{
    /// <summary>The user's.</summary>
    User,

    /// <summary>The device's.</summary>
    Machine,
}

/// <summary>
/// The channel of a Mac's management, and with it the keychain. Names are those of Graph's appleDeploymentChannel.
/// </summary>
public enum SmimeDeploymentChannel
{
    /// <summary>The device's channel: the system keychain.</summary>
    DeviceChannel,

    /// <summary>The user's channel: the login keychain.</summary>
    UserChannel,
}

/// <summary>The unit of a validity. Names are those of Graph's certificateValidityPeriodScale.</summary>
public enum SmimeValidityScale
{
    /// <summary>Days.</summary>
    Days,

    /// <summary>Months.</summary>
    Months,

    /// <summary>Years.</summary>
    Years,
}

/// <summary>What the subject of an issued certificate is made of. Names are those of Graph's subjectNameFormat.</summary>
public enum SmimeSubjectNameFormat
{
    /// <summary>The user's name.</summary>
    CommonName,

    /// <summary>The user's name, and the e-mail address as an attribute of its own.</summary>
    CommonNameIncludingEmail,

    /// <summary>The e-mail address as name.</summary>
    CommonNameAsEmail,

    /// <summary>A text with variables of Intune's, such as <c>CN={{UserName}},E={{EmailAddress}}</c>.</summary>
    Custom,

    /// <summary>The device's IMEI.</summary>
    CommonNameAsIMEI,

    /// <summary>The device's serial number.</summary>
    CommonNameAsSerialNumber,

    /// <summary>The device's id in Entra.</summary>
    CommonNameAsAadDeviceId,

    /// <summary>The device's id in Intune.</summary>
    CommonNameAsIntuneDeviceId,

    /// <summary>The device's durable id.</summary>
    CommonNameAsDurableDeviceId,
}

/// <summary>The kind of a subject alternative name. Names are those of Graph's subjectAlternativeNameType.</summary>
public enum SubjectAlternativeNameKind
{
    /// <summary>An e-mail address (rfc822Name): what mail clients match.</summary>
    EmailAddress,

    /// <summary>A user principal name.</summary>
    UserPrincipalName,

    /// <summary>A DNS name.</summary>
    DomainNameService,

    /// <summary>A URI.</summary>
    UniversalResourceIdentifier,

    /// <summary>An attribute of the user in Entra.</summary>
    CustomAzureADAttribute,
}

/// <summary>How apps of an Android device owner get at a certificate. Names are those of Graph's type.</summary>
public enum SmimeCertificateAccess
{
    /// <summary>The user approves each app.</summary>
    UserApproval,

    /// <summary>The apps named use it without a question.</summary>
    SpecificApps,
}
