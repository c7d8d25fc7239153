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
}

/// <summary>An item of which no record can be made or sent as asked.</summary>
public sealed class ImportException : SmimeException
{
    /// <summary>Creates an error of <paramref name="kind"/> about <paramref name="item"/>.</summary>
    public ImportException(ImportErrorKind kind, string message, string? item = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Item = item;
    }

    /// <summary>Why.</summary>
    public ImportErrorKind Kind { get; }

    /// <inheritdoc/>
    public override string ErrorId => Kind.ToString();

    /// <inheritdoc/>
    public override string? Item { get; }
}
