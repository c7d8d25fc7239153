namespace SmimeCertTools.Types;

/// <summary>Whether a recipient can open a message, or what a signature is worth.</summary>
public enum SmimeMessageVerdict
{
    /// <summary>What would have to be known is not known.</summary>
    Unknown,

    /// <summary>Intune has the certificate for the user, and a device reports that it is installed.</summary>
    Delivered,

    /// <summary>Intune has the certificate for the user; no device reports it yet.</summary>
    InIntune,

    /// <summary>Intune has the certificate for the user, and devices report that it could not be installed.</summary>
    DeliveryFailed,

    /// <summary>The archive has the certificate, and Intune has it not: import it.</summary>
    InArchiveOnly,

    /// <summary>The archive has the certificate; whether Intune has it is not known.</summary>
    InArchive,

    /// <summary>Neither Intune nor the archive, where one was given, has the certificate.</summary>
    NotFound,

    /// <summary>The certificate is another user's than the one asked about.</summary>
    OtherUser,

    /// <summary>A password or a shared key opens the message, and no certificate.</summary>
    NoCertificate,

    /// <summary>The signature is right, and as far as it is known the certificate was valid and its root is deployed.</summary>
    SignatureValid,

    /// <summary>The content was changed, or the signature is not of this certificate.</summary>
    SignatureInvalid,

    /// <summary>The signature is right, and the certificate was not valid when it was made.</summary>
    SignerNotValid,

    /// <summary>The signature is right, and no trusted-root profile brings its root to devices.</summary>
    RootNotDeployed,

    /// <summary>The signature could not be checked.</summary>
    SignatureNotChecked,
}
