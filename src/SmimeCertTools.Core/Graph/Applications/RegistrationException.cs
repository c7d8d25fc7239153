using System;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>Why an application cannot be registered or a permission granted as asked, although Graph answers.</summary>
public enum RegistrationErrorKind
{
    /// <summary>No application has that client id.</summary>
    ApplicationNotFound,

    /// <summary>Several applications have that name.</summary>
    ApplicationAmbiguous,

    /// <summary>The application was created or changed, and a later step failed.</summary>
    ApplicationIncomplete,

    /// <summary>No managed identity has that name or id.</summary>
    ManagedIdentityNotFound,

    /// <summary>Several managed identities have that name.</summary>
    ManagedIdentityAmbiguous,

    /// <summary>The tenant's Microsoft Graph does not offer the permission.</summary>
    PermissionNotOffered,

    /// <summary>The certificate of an application cannot be read.</summary>
    ClientCertificateUnreadable,

    /// <summary>The file holds no certificate that an application signs in with.</summary>
    ClientCertificateNotRecognized,

    /// <summary>The certificate has expired.</summary>
    ClientCertificateExpired,

    /// <summary>Nobody can sign in to Entra with a certificate of this kind.</summary>
    ClientCertificateNotSupported,
}

/// <summary>
/// An application registration or grant that cannot be made as asked: it names the application, identity, permission or file,
/// what is wrong and what to do.
/// </summary>
/// <param name="kind">Why.</param>
/// <param name="message">A sentence that names the item, what is wrong and what to do.</param>
/// <param name="item">The name, id or path of what it is about.</param>
/// <param name="innerException">The cause.</param>
public sealed class RegistrationException(
    RegistrationErrorKind kind, string message, string? item, Exception? innerException = null)
    : SmimeException<RegistrationErrorKind>(kind, kind.ToString(), message, item, innerException);
