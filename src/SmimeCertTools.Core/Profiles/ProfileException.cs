using System;

namespace SmimeCertTools.Core.Profiles;

/// <summary>Why a profile cannot be made as asked.</summary>
public enum ProfileErrorKind
{
    /// <summary>Intune has no such profile for the platform.</summary>
    PlatformNotSupported,

    /// <summary>The platform's profile type has no member for an option.</summary>
    OptionNotSupported,

    /// <summary>The value of an option is not one, or contradicts another option.</summary>
    OptionInvalid,

    /// <summary>A profile that another is to be bound to is of a type or purpose that does not fit.</summary>
    ReferenceInvalid,

    /// <summary>A certificate file could not be found, opened or read.</summary>
    CertificateUnreadable,

    /// <summary>A file or value holds no certificate in a known form.</summary>
    CertificateNotRecognized,

    /// <summary>A certificate is no root or intermediate.</summary>
    CertificateNotAuthority,
}

/// <summary>
/// A profile that cannot be made as asked: it names the platform or item, what is wrong and what to use instead.
/// </summary>
/// <param name="kind">Why.</param>
/// <param name="message">A sentence that names the item, what is wrong and what to do.</param>
/// <param name="item">The option, file, subject or profile; null when it is about the call as a whole.</param>
/// <param name="innerException">The cause, if a library named one.</param>
public sealed class ProfileException(ProfileErrorKind kind, string message, string? item = null, Exception? innerException = null)
    : SmimeException<ProfileErrorKind>(
        kind, (IsOfCertificate(kind) ? "Trusted" : "Profile") + kind, message, item, innerException)
{
    /// <summary>The platform it is about; null for none.</summary>
    public SmimePlatform? Platform { get; init; }

    private static bool IsOfCertificate(ProfileErrorKind kind) => kind is ProfileErrorKind.CertificateUnreadable
        or ProfileErrorKind.CertificateNotRecognized or ProfileErrorKind.CertificateNotAuthority;
}
