using System;

namespace SmimeCertTools.Core.Records;

/// <summary>Why no record of an item is imported although its file is sound.</summary>
public enum ImportErrorKind
{
    /// <summary>A dual-use certificate, and no purpose was given.</summary>
    PurposeRequired,

    /// <summary>The certificate allows no mail use, and no purpose was given.</summary>
    PurposeNotAllowed,

    /// <summary>Intune does not take this purpose for imported certificates.</summary>
    PurposeNotSupported,

    /// <summary>The user principal name is not one.</summary>
    UserPrincipalNameInvalid,

    /// <summary>A prepared record is incomplete or malformed.</summary>
    RecordInvalid,

    /// <summary>The PFX holds the private key in clear; uploading it would give the key away.</summary>
    PrivateKeyUnprotected,

    /// <summary>Who was asked for the password of a file gave none.</summary>
    PasswordMissing,

    /// <summary>Who was asked for the password of a file failed.</summary>
    PasswordProviderFailed,

    /// <summary>The file was changed between its check and its upload.</summary>
    FileChanged,

    /// <summary>A record that is to be removed is not there.</summary>
    RecordNotFound,

    /// <summary>A text that is no SHA-1 thumbprint.</summary>
    ThumbprintInvalid,

    /// <summary>The certificate names none of the user's addresses.</summary>
    AddressDiffers,

    /// <summary>No user was given, and the certificate leads to nobody of the tenant.</summary>
    UserNotIdentified,

    /// <summary>No user was given, and the certificate leads to several.</summary>
    UserAmbiguous,

    /// <summary>A certificate that is to be revoked, and nobody knows what its CA calls it.</summary>
    SerialNumberUnknown,

    /// <summary>A password that a file of one line cannot hold.</summary>
    PasswordNotOneLine,
}

/// <summary>An item of which no record can be made or sent as asked.</summary>
/// <param name="kind">Why.</param>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="item">The file, user or record; null for none.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class ImportException(ImportErrorKind kind, string message, string? item = null, Exception? innerException = null)
    : SmimeException<ImportErrorKind>(kind, kind.ToString(), message, item, innerException);
