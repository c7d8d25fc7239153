using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.Profiles;

/// <summary>Brings the choices of certificate profiles to Core's, by name.</summary>
internal static class CertificateProfileConvert
{
    public static KeyStorageProviderOption KeyStorage(SmimeKeyStorageProvider value) => value switch
    {
        SmimeKeyStorageProvider.UseTpmKspOtherwiseUseSoftwareKsp => KeyStorageProviderOption.UseTpmKspOtherwiseUseSoftwareKsp,
        SmimeKeyStorageProvider.UseTpmKspOtherwiseFail => KeyStorageProviderOption.UseTpmKspOtherwiseFail,
        SmimeKeyStorageProvider.UsePassportForWorkKspOtherwiseFail => KeyStorageProviderOption.UsePassportForWorkKspOtherwiseFail,
        SmimeKeyStorageProvider.UseSoftwareKsp => KeyStorageProviderOption.UseSoftwareKsp,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static CertificateAccessType Access(SmimeCertificateAccess value) => value switch
    {
        SmimeCertificateAccess.UserApproval => CertificateAccessType.UserApproval,
        SmimeCertificateAccess.SpecificApps => CertificateAccessType.SpecificApps,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static CertificateStoreOption Store(SmimeCertificateStore value) => value switch
    {
        SmimeCertificateStore.User => CertificateStoreOption.User,
        SmimeCertificateStore.Machine => CertificateStoreOption.Machine,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static ValidityScale Scale(SmimeValidityScale value) => value switch
    {
        SmimeValidityScale.Days => ValidityScale.Days,
        SmimeValidityScale.Months => ValidityScale.Months,
        SmimeValidityScale.Years => ValidityScale.Years,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static SubjectNameFormat SubjectFormat(SmimeSubjectNameFormat value) => value switch
    {
        SmimeSubjectNameFormat.CommonName => SubjectNameFormat.CommonName,
        SmimeSubjectNameFormat.CommonNameIncludingEmail => SubjectNameFormat.CommonNameIncludingEmail,
        SmimeSubjectNameFormat.CommonNameAsEmail => SubjectNameFormat.CommonNameAsEmail,
        SmimeSubjectNameFormat.Custom => SubjectNameFormat.Custom,
        SmimeSubjectNameFormat.CommonNameAsIMEI => SubjectNameFormat.CommonNameAsIMEI,
        SmimeSubjectNameFormat.CommonNameAsSerialNumber => SubjectNameFormat.CommonNameAsSerialNumber,
        SmimeSubjectNameFormat.CommonNameAsAadDeviceId => SubjectNameFormat.CommonNameAsAadDeviceId,
        SmimeSubjectNameFormat.CommonNameAsIntuneDeviceId => SubjectNameFormat.CommonNameAsIntuneDeviceId,
        SmimeSubjectNameFormat.CommonNameAsDurableDeviceId => SubjectNameFormat.CommonNameAsDurableDeviceId,
        _ => throw ModelConvert.Unmapped(value),
    };
}
