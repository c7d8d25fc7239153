using System;
using System.IO;
using System.Management.Automation;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Bulk.Ledger;
using SmimeCertTools.Core.Bulk.Manifest;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Errors;

/// <summary>The one place where errors of this library become PowerShell's: identifier, category, target and advice.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of <paramref name="error"/>, whose identifier is the error's own.</summary>
    /// <param name="error">What is wrong.</param>
    /// <param name="target">The item as the user gave it; null for what the error names.</param>
    public static ErrorRecord ToErrorRecord(this SmimeException error, object? target = null) =>
        error is InputException { Report: ErrorRecord found } ? found : Create(
            error, error.ErrorId, Category(error), target ?? error.Item, RecommendedActions.For(error), RecommendedActions.Message(error));

    /// <summary>What a record says to its reader.</summary>
    public static string Text(this ErrorRecord record) => record.ErrorDetails?.Message ?? record.Exception.Message;

    /// <summary>The category of <paramref name="error"/>.</summary>
    public static ErrorCategory Category(SmimeException error) => error switch
    {
        PfxException pfx => Category(pfx.Kind, pfx.InnerException),
        KeyProtectionException key => Category(key.Kind, key.InnerException),
        ImportException import => Category(import.Kind),
        GraphRequestException graph => Category(graph.Kind),
        ArchiveException archive => Category(archive.Kind, archive.InnerException),
        FileWriteException file => Category(file.Kind, file.InnerException),
        ManifestException manifest => Category(manifest.Kind, manifest.InnerException),
        LedgerException ledger => Category(ledger.Kind, ledger.InnerException),
        ProfileException profile => Category(profile.Kind, profile.InnerException),
        IntuneException intune => Category(intune.Kind),
        _ => throw new ArgumentException($"{error.GetType().Name} has no category.", nameof(error)),
    };

    /// <summary>A record with an identifier and a category of its own, for what goes wrong outside of Core.</summary>
    public static ErrorRecord Create(
        Exception error, string errorId, ErrorCategory category, object? target, string? action = null, string? message = null)
    {
        var record = new ErrorRecord(error, errorId, category, target);
        if (action is not null)
        {
            record.ErrorDetails = new ErrorDetails(message ?? error.Message) { RecommendedAction = action };
        }

        return record;
    }

    private static ErrorCategory Category(PfxErrorKind kind, Exception? cause) => kind switch
    {
        PfxErrorKind.PasswordIncorrect => ErrorCategory.AuthenticationError,
        PfxErrorKind.NotPfx => ErrorCategory.InvalidType,
        PfxErrorKind.Damaged => ErrorCategory.InvalidData,
        PfxErrorKind.Truncated => ErrorCategory.InvalidData,
        PfxErrorKind.Unsupported => ErrorCategory.NotImplemented,
        PfxErrorKind.LimitExceeded => ErrorCategory.LimitsExceeded,
        PfxErrorKind.NoCertificate => ErrorCategory.InvalidData,
        PfxErrorKind.NoPrivateKey => ErrorCategory.InvalidData,
        PfxErrorKind.KeyMismatch => ErrorCategory.InvalidData,
        PfxErrorKind.MultipleKeyPairs => ErrorCategory.InvalidData,
        PfxErrorKind.Unreadable => Unreadable(cause),
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Category(KeyProtectionErrorKind kind, Exception? cause) => kind switch
    {
        KeyProtectionErrorKind.KeyFileUnreadable => Unreadable(cause),
        KeyProtectionErrorKind.PublicKeyNotRecognized => ErrorCategory.InvalidData,
        KeyProtectionErrorKind.PublicKeyNotRsa => ErrorCategory.InvalidType,
        KeyProtectionErrorKind.PublicKeyWeak => ErrorCategory.SecurityError,
        KeyProtectionErrorKind.KeyStorageUnavailable => ErrorCategory.ResourceUnavailable,
        KeyProtectionErrorKind.KeyNotFound => ErrorCategory.ObjectNotFound,
        KeyProtectionErrorKind.PasswordNotAscii => ErrorCategory.InvalidData,
        KeyProtectionErrorKind.PasswordTooLong => ErrorCategory.LimitsExceeded,
        KeyProtectionErrorKind.PasswordEmpty => ErrorCategory.InvalidData,
        KeyProtectionErrorKind.PaddingNotSupported => ErrorCategory.InvalidArgument,
        KeyProtectionErrorKind.PrivateKeyNotRecognized => ErrorCategory.InvalidData,
        KeyProtectionErrorKind.PrivateKeyUnencrypted => ErrorCategory.SecurityError,
        KeyProtectionErrorKind.PrivateKeyPasswordIncorrect => ErrorCategory.AuthenticationError,
        KeyProtectionErrorKind.PrivateKeyDamaged => ErrorCategory.InvalidData,
        KeyProtectionErrorKind.PrivateKeyUnsupported => ErrorCategory.NotImplemented,
        KeyProtectionErrorKind.PrivateKeyLimitExceeded => ErrorCategory.LimitsExceeded,
        KeyProtectionErrorKind.PrivateKeyNotRsa => ErrorCategory.InvalidType,
        KeyProtectionErrorKind.PrivateKeyWeak => ErrorCategory.SecurityError,
        KeyProtectionErrorKind.KeyExists => ErrorCategory.ResourceExists,
        KeyProtectionErrorKind.KeyNotExportable => ErrorCategory.PermissionDenied,
        KeyProtectionErrorKind.KeyAccessDenied => ErrorCategory.PermissionDenied,
        KeyProtectionErrorKind.KeyStorageFailed => ErrorCategory.ResourceUnavailable,
        KeyProtectionErrorKind.ServiceAccountNotFound => ErrorCategory.ObjectNotFound,
        KeyProtectionErrorKind.KeyDecryptionFailed => ErrorCategory.InvalidData,
        KeyProtectionErrorKind.CryptographyFailed => ErrorCategory.ResourceUnavailable,
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Category(ImportErrorKind kind) => kind switch
    {
        ImportErrorKind.PurposeRequired => ErrorCategory.InvalidArgument,
        ImportErrorKind.PurposeNotAllowed => ErrorCategory.InvalidArgument,
        ImportErrorKind.PurposeNotSupported => ErrorCategory.InvalidArgument,
        ImportErrorKind.UserPrincipalNameInvalid => ErrorCategory.InvalidArgument,
        ImportErrorKind.RecordInvalid => ErrorCategory.InvalidData,
        ImportErrorKind.PrivateKeyUnprotected => ErrorCategory.SecurityError,
        ImportErrorKind.PasswordMissing => ErrorCategory.InvalidResult,
        ImportErrorKind.PasswordProviderFailed => ErrorCategory.InvalidResult,
        ImportErrorKind.FileChanged => ErrorCategory.InvalidOperation,
        ImportErrorKind.RecordNotFound => ErrorCategory.ObjectNotFound,
        ImportErrorKind.ThumbprintInvalid => ErrorCategory.InvalidArgument,
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Category(GraphErrorKind kind) => kind switch
    {
        GraphErrorKind.BadRequest => ErrorCategory.InvalidData,
        GraphErrorKind.Unauthorized => ErrorCategory.AuthenticationError,
        GraphErrorKind.Forbidden => ErrorCategory.PermissionDenied,
        GraphErrorKind.NotFound => ErrorCategory.ObjectNotFound,
        GraphErrorKind.UserNotFound => ErrorCategory.ObjectNotFound,
        GraphErrorKind.Conflict => ErrorCategory.ResourceExists,
        GraphErrorKind.Throttled => ErrorCategory.LimitsExceeded,
        GraphErrorKind.ServiceUnavailable => ErrorCategory.ResourceUnavailable,
        GraphErrorKind.ConnectionFailed => ErrorCategory.ConnectionError,
        GraphErrorKind.TimedOut => ErrorCategory.OperationTimeout,
        GraphErrorKind.SignInFailed => ErrorCategory.AuthenticationError,
        GraphErrorKind.UnexpectedResponse => ErrorCategory.ProtocolError,
        GraphErrorKind.NotConfirmed => ErrorCategory.InvalidResult,
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Category(ArchiveErrorKind kind, Exception? cause) => kind switch
    {
        ArchiveErrorKind.Unreadable => Unreadable(cause),
        ArchiveErrorKind.NotRecognized => ErrorCategory.InvalidType,
        ArchiveErrorKind.ManifestInvalid => ErrorCategory.InvalidData,
        ArchiveErrorKind.ManifestRowInvalid => ErrorCategory.InvalidData,
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Category(FileWriteErrorKind kind, Exception? cause) => kind switch
    {
        FileWriteErrorKind.Exists => ErrorCategory.ResourceExists,
        FileWriteErrorKind.FolderNotFound => ErrorCategory.ObjectNotFound,
        FileWriteErrorKind.NotWritable => NotWritable(cause),
        FileWriteErrorKind.NotConfirmed => ErrorCategory.InvalidResult,
        FileWriteErrorKind.FormatUnknown => ErrorCategory.InvalidArgument,
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Category(ManifestErrorKind kind, Exception? cause) => kind switch
    {
        ManifestErrorKind.Unreadable => Unreadable(cause),
        ManifestErrorKind.Invalid => ErrorCategory.InvalidData,
        ManifestErrorKind.RowInvalid => ErrorCategory.InvalidData,
        ManifestErrorKind.RowDuplicate => ErrorCategory.InvalidData,
        ManifestErrorKind.Changed => ErrorCategory.InvalidOperation,
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Category(LedgerErrorKind kind, Exception? cause) => kind switch
    {
        LedgerErrorKind.FormatUnknown => ErrorCategory.InvalidArgument,
        LedgerErrorKind.NotRecognized => ErrorCategory.InvalidType,
        LedgerErrorKind.InUse => ErrorCategory.ResourceBusy,
        LedgerErrorKind.NotWritable => NotWritable(cause),
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Category(ProfileErrorKind kind, Exception? cause) => kind switch
    {
        ProfileErrorKind.PlatformNotSupported => ErrorCategory.InvalidArgument,
        ProfileErrorKind.OptionNotSupported => ErrorCategory.InvalidArgument,
        ProfileErrorKind.OptionInvalid => ErrorCategory.InvalidArgument,
        ProfileErrorKind.ReferenceInvalid => ErrorCategory.InvalidType,
        ProfileErrorKind.CertificateUnreadable => Unreadable(cause),
        ProfileErrorKind.CertificateNotRecognized => ErrorCategory.InvalidData,
        ProfileErrorKind.CertificateNotAuthority => ErrorCategory.InvalidData,
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Category(IntuneErrorKind kind) => kind switch
    {
        IntuneErrorKind.ProfileExists => ErrorCategory.ResourceExists,
        IntuneErrorKind.ProfileAmbiguous => ErrorCategory.InvalidArgument,
        IntuneErrorKind.ProfileFixed => ErrorCategory.InvalidOperation,
        IntuneErrorKind.ProfileRepeated => ErrorCategory.InvalidArgument,
        IntuneErrorKind.ProfileNotFound => ErrorCategory.ObjectNotFound,
        IntuneErrorKind.ProfileIncomplete or IntuneErrorKind.ProfileSettingsLost => ErrorCategory.InvalidResult,
        IntuneErrorKind.ProfileReferenced => ErrorCategory.ResourceBusy,
        IntuneErrorKind.GroupNotFound => ErrorCategory.ObjectNotFound,
        IntuneErrorKind.GroupAmbiguous => ErrorCategory.InvalidArgument,
        IntuneErrorKind.FilterNotFound => ErrorCategory.ObjectNotFound,
        IntuneErrorKind.FilterAmbiguous => ErrorCategory.InvalidArgument,
        IntuneErrorKind.FilterMismatch => ErrorCategory.InvalidArgument,
        IntuneErrorKind.ScopeTagNotFound => ErrorCategory.ObjectNotFound,
        IntuneErrorKind.ScopeTagAmbiguous => ErrorCategory.InvalidArgument,
        IntuneErrorKind.AssignmentInvalid => ErrorCategory.InvalidArgument,
        IntuneErrorKind.AssignmentChanged => ErrorCategory.InvalidResult,
        _ => throw Unmapped(kind),
    };

    private static ErrorCategory Unreadable(Exception? cause) => cause switch
    {
        UnauthorizedAccessException => ErrorCategory.PermissionDenied,
        FileNotFoundException or DirectoryNotFoundException => ErrorCategory.ObjectNotFound,
        _ when HeldFile.IsCause(cause) => ErrorCategory.ResourceBusy,
        _ => ErrorCategory.ReadError,
    };

    private static ErrorCategory NotWritable(Exception? cause) => cause switch
    {
        UnauthorizedAccessException => ErrorCategory.PermissionDenied,
        _ when HeldFile.IsCause(cause) => ErrorCategory.ResourceBusy,
        _ => ErrorCategory.WriteError,
    };

    private static ArgumentOutOfRangeException Unmapped(Enum kind) =>
        new(nameof(kind), kind, "This kind of error has no category.");
}
