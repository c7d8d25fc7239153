using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;
using SmimeCertTools.Types;

namespace SmimeCertTools.Profiles;

/// <summary>Brings the choices of mail clients' profiles to Core's, by name.</summary>
internal static class ClientProfileConvert
{
    public static EmailAuthentication Authentication(SmimeEmailAuthentication value) => value switch
    {
        SmimeEmailAuthentication.UsernameAndPassword => EmailAuthentication.UsernameAndPassword,
        SmimeEmailAuthentication.Certificate => EmailAuthentication.Certificate,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static EmailUserNameSource UserName(SmimeEmailUserNameSource value) => value switch
    {
        SmimeEmailUserNameSource.UserPrincipalName => EmailUserNameSource.UserPrincipalName,
        SmimeEmailUserNameSource.PrimarySmtpAddress => EmailUserNameSource.PrimarySmtpAddress,
        SmimeEmailUserNameSource.SamAccountName => EmailUserNameSource.SamAccountName,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static EmailAddressSource Address(SmimeEmailAddressSource value) => value switch
    {
        SmimeEmailAddressSource.UserPrincipalName => EmailAddressSource.UserPrincipalName,
        SmimeEmailAddressSource.PrimarySmtpAddress => EmailAddressSource.PrimarySmtpAddress,
        _ => throw ModelConvert.Unmapped(value),
    };

    public static EmailSyncDuration Duration(SmimeEmailSyncDuration value) => value switch
    {
        SmimeEmailSyncDuration.UserDefined => EmailSyncDuration.UserDefined,
        SmimeEmailSyncDuration.OneDay => EmailSyncDuration.OneDay,
        SmimeEmailSyncDuration.ThreeDays => EmailSyncDuration.ThreeDays,
        SmimeEmailSyncDuration.OneWeek => EmailSyncDuration.OneWeek,
        SmimeEmailSyncDuration.TwoWeeks => EmailSyncDuration.TwoWeeks,
        SmimeEmailSyncDuration.OneMonth => EmailSyncDuration.OneMonth,
        SmimeEmailSyncDuration.Unlimited => EmailSyncDuration.Unlimited,
        _ => throw ModelConvert.Unmapped(value),
    };
}
