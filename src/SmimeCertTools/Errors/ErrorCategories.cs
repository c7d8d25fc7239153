using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Errors;

/// <summary>The category of every error by its identifier; docs/design/errors.md says what each means.</summary>
internal static class ErrorCategories
{
    private static readonly Dictionary<string, ErrorCategory> Table = new (ErrorCategory Category, string Ids)[]
    {
        (ErrorCategory.AuthenticationError,
            "PfxPasswordIncorrect PrivateKeyPasswordIncorrect GraphUnauthorized GraphSignInFailed"),
        (ErrorCategory.ConnectionError, "GraphConnectionFailed GraphNotConnected"),
        (ErrorCategory.InvalidArgument,
            "PaddingNotSupported PurposeRequired PurposeNotAllowed PurposeNotSupported UserPrincipalNameInvalid "
            + "LedgerFormatUnknown ProfileAmbiguous ProfileRepeated GroupAmbiguous FilterAmbiguous FilterMismatch "
            + "ScopeTagAmbiguous AssignmentInvalid FileFormatUnknown ProfilePlatformNotSupported "
            + "ProfileOptionNotSupported ProfileOptionInvalid AuthorityHostInvalid GraphUriInvalid "
            + "ClientCertificateNoPrivateKey ClientCertificateThumbprintInvalid PathNotFileSystem PathIsFolder "
            + "PathAmbiguous PathMissing NewPasswordEmpty AuthorityInvalid ThumbprintInvalid PrivateKeyNotPlaintext "
            + "PathsAreSame PurposeUnknown PasswordUnusable ValueUnusable InputAmbiguous "
            + "AddressDiffers UserAmbiguous ApplicationAmbiguous ManagedIdentityAmbiguous ClientCertificateNotSupported"),
        (ErrorCategory.InvalidData,
            "PfxDamaged PfxTruncated PfxNoCertificate PfxNoPrivateKey PfxKeyMismatch PfxMultipleKeyPairs "
            + "PublicKeyNotRecognized PasswordNotAscii PasswordEmpty PrivateKeyNotRecognized PrivateKeyDamaged "
            + "KeyDecryptionFailed RecordInvalid RowsInvalid ManifestInvalid ManifestRowInvalid ManifestRowDuplicate "
            + "GraphBadRequest ArchiveManifestInvalid ArchiveManifestRowInvalid CatalogNotRecognized CatalogLineInvalid "
            + "PasswordNotOneLine CatalogEmpty ImportListEmpty PasswordListInvalid PasswordListLineInvalid "
            + "TrustedCertificateNotRecognized ClientCertificateNotRecognized ClientCertificateExpired "
            + "TrustedCertificateNotAuthority ClientCertificateNotOpened Base64Invalid ReportTemplateInvalid "
            + "MessageDamaged MessageTruncated"),
        (ErrorCategory.InvalidOperation, "FileChanged ManifestChanged ProfileFixed LedgerChanged "
            + "RevocationListChanged"),
        (ErrorCategory.InvalidResult,
            "PasswordMissing PasswordProviderFailed GraphNotConfirmed ProfileIncomplete ProfileSettingsLost "
            + "AssignmentChanged FileNotConfirmed KeyNotConfirmed ApplicationIncomplete"),
        (ErrorCategory.InvalidType,
            "PfxNotRecognized PublicKeyNotRsa PrivateKeyNotRsa LedgerNotRecognized ArchiveNotRecognized "
            + "ProfileReferenceInvalid LedgerNotOrdinary RevocationListNotOrdinary RevocationListNotRecognized "
            + "MessageNotRecognized MessageNotSmime MessageOutlookItem MessageMailbox MessageTnef"),
        (ErrorCategory.LimitsExceeded, "PfxLimitExceeded PasswordTooLong PrivateKeyLimitExceeded GraphThrottled "
            + "MessageLimitExceeded ReportTemplateLimitExceeded"),
        (ErrorCategory.NotImplemented, "PfxUnsupported PrivateKeyUnsupported MessageUnsupported"),
        (ErrorCategory.ObjectNotFound,
            "KeyNotFound ServiceAccountNotFound GraphNotFound UserNotFound ProfileNotFound GroupNotFound FilterNotFound "
            + "ScopeTagNotFound FileFolderNotFound ClientCertificateNotFound PathNotFound PathDriveNotFound "
            + "RecordNotFound SerialNumberUnknown UserNotIdentified ApplicationNotFound ManagedIdentityNotFound "
            + "PermissionNotOffered"),
        (ErrorCategory.OperationTimeout, "GraphTimedOut"),
        (ErrorCategory.PermissionDenied, "KeyNotExportable KeyAccessDenied GraphForbidden "
            + "PfxProtectedToAccount"),
        (ErrorCategory.ProtocolError, "GraphUnexpectedResponse"),
        (ErrorCategory.ResourceBusy, "LedgerInUse ProfileReferenced RevocationListInUse"),
        (ErrorCategory.ResourceExists,
            "KeyExists GraphConflict ProfileExists FileExists DestinationTaken DestinationIsSource SourceNotReplaced"),
        (ErrorCategory.ResourceUnavailable,
            "KeyStorageUnavailable KeyStorageFailed CryptographyFailed GraphServiceUnavailable"),
        (ErrorCategory.SecurityError,
            "PublicKeyWeak PrivateKeyUnencrypted PrivateKeyWeak PrivateKeyUnprotected GraphUriNotSecure "
            + "PfxIntegrityWeak"),
    }.SelectMany(row => row.Ids.Split(' '), (row, id) => (row.Category, Id: id))
        .ToDictionary(pair => pair.Id, pair => pair.Category, StringComparer.Ordinal);

    // What the system says decides on these.
    private static readonly HashSet<string> Reading = new(StringComparer.Ordinal)
    {
        "PfxUnreadable", "KeyFileUnreadable", "ManifestUnreadable", "ArchiveUnreadable", "CatalogUnreadable",
        "TrustedCertificateUnreadable", "ClientCertificateUnreadable", "PasswordFileUnreadable", "ReportTemplateUnreadable",
        "MessageUnreadable", "PasswordListUnreadable",
    };

    private static readonly HashSet<string> Writing = new(StringComparer.Ordinal) { "LedgerNotWritable", "FileNotWritable" };

    /// <summary>The category of the error <paramref name="errorId"/> that <paramref name="cause"/> led to.</summary>
    /// <exception cref="ArgumentException">No category is known of the identifier.</exception>
    public static ErrorCategory Of(string errorId, Exception? cause) => cause switch
    {
        _ when Table.TryGetValue(errorId, out var category) => category,
        UnauthorizedAccessException => ErrorCategory.PermissionDenied,
        _ when errorId == PathErrors.UnusableId => ErrorCategory.InvalidArgument,
        FileNotFoundException or DirectoryNotFoundException when Reading.Contains(errorId) => ErrorCategory.ObjectNotFound,
        _ when HeldFile.IsCause(cause) => ErrorCategory.ResourceBusy,
        _ when Reading.Contains(errorId) => ErrorCategory.ReadError,
        _ when Writing.Contains(errorId) => ErrorCategory.WriteError,
        _ => throw new ArgumentException($"No category is known of the error {errorId}.", nameof(errorId)),
    };
}
