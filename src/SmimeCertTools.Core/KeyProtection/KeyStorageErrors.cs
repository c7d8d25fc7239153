using System;
using System.Security.Cryptography;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Words for what a key storage provider answers.</summary>
internal static class KeyStorageErrors
{
    /// <summary>What helps a command that needs no more than the public half.</summary>
    public const string PublicKeyAdvice = "Give the key's exported public half.";

    // Results of the NCrypt functions as winerror.h names them.
    private const int BadKeyset = unchecked((int)0x80090016); // NTE_BAD_KEYSET
    private const int NoKey = unchecked((int)0x8009000D); // NTE_NO_KEY
    private const int NotFound = unchecked((int)0x80090011); // NTE_NOT_FOUND
    private const int FileNotFound = unchecked((int)0x80070002); // ERROR_FILE_NOT_FOUND
    private const int ProviderNotDefined = unchecked((int)0x80090017); // NTE_PROV_TYPE_NOT_DEF
    private const int ProviderUnknown = unchecked((int)0x80090013); // NTE_BAD_PROVIDER
    private const int ProviderLoadFailed = unchecked((int)0x8009001D); // NTE_PROVIDER_DLL_FAIL
    private const int ProviderNotFound = unchecked((int)0x8009001E); // NTE_PROV_DLL_NOT_FOUND
    private const int ProviderNotRegistered = unchecked((int)0x80090019); // NTE_KEYSET_NOT_DEF
    private const int Permission = unchecked((int)0x80090010); // NTE_PERM
    private const int AccessDenied = unchecked((int)0x80070005); // E_ACCESSDENIED
    private const int Exists = unchecked((int)0x8009000F); // NTE_EXISTS
    private const int NotSupported = unchecked((int)0x80090029); // NTE_NOT_SUPPORTED
    private const int BadKeyState = unchecked((int)0x8009000B); // NTE_BAD_KEY_STATE
    private const int BadKey = unchecked((int)0x80090003); // NTE_BAD_KEY
    private const int BadKeysetEntry = unchecked((int)0x8009001A); // NTE_KEYSET_ENTRY_BAD
    private const int InvalidData = unchecked((int)0x8007000D); // ERROR_INVALID_DATA
    private const int BadData = unchecked((int)0x80090005); // NTE_BAD_DATA
    private const int InvalidParameter = unchecked((int)0x80090027); // NTE_INVALID_PARAMETER
    private const int BufferTooSmall = unchecked((int)0x80090028); // NTE_BUFFER_TOO_SMALL
    private const int DecryptionFailure = unchecked((int)0x8009002C); // NTE_DECRYPTION_FAILURE
    private const int InvalidParameterStatus = unchecked((int)0xC000000D); // STATUS_INVALID_PARAMETER

    /// <summary>How a key is named in messages.</summary>
    public static string Name(string providerName, string keyName) => providerName + "\\" + keyName;

    /// <summary>The provider refused.</summary>
    /// <param name="providerName">The provider.</param>
    /// <param name="keyName">The key; null where the call was about the provider.</param>
    /// <param name="cause">Its answer.</param>
    /// <param name="advice">A sentence on what to do instead; null for none.</param>
    public static KeyProtectionException FromProvider(
        string providerName, string? keyName, CryptographicException cause, string? advice = null)
    {
        var (kind, message) = cause.HResult switch
        {
            BadKeyset or NoKey or NotFound or FileNotFound => (KeyProtectionErrorKind.KeyNotFound,
                $"The provider '{providerName}' has no machine key '{keyName}' on this computer. Check both names, or run this "
                + "on a server that has the connector's key."),
            ProviderNotDefined or ProviderUnknown or ProviderLoadFailed or ProviderNotFound or ProviderNotRegistered => (
                KeyProtectionErrorKind.KeyNotFound,
                $"There is no key storage provider '{providerName}' on this computer. 'certutil -csplist' lists those that are; "
                + "the usual one is 'Microsoft Software Key Storage Provider'."),
            Permission or AccessDenied => (
                KeyProtectionErrorKind.KeyAccessDenied,
                keyName is null
                    ? $"The machine keys of the provider '{providerName}' may not be listed by this account. Start PowerShell as "
                        + "administrator."
                    : $"The machine key '{keyName}' of the provider '{providerName}' may not be opened by this account. Start "
                        + "PowerShell as administrator."),
            BadKey or BadKeysetEntry when keyName is not null => (
                KeyProtectionErrorKind.KeyStorageFailed,
                $"The machine key '{keyName}' of the provider '{providerName}' is damaged (0x{cause.HResult:X8}). Import it "
                + "again from the encrypted file that was kept of it, or make a new one in its place."),
            Exists => (KeyProtectionErrorKind.KeyExists, AlreadyThere(providerName, keyName)),
            _ => (
                KeyProtectionErrorKind.KeyStorageFailed,
                $"The provider '{providerName}' failed on the machine {(keyName is null ? "keys" : $"key '{keyName}'")} "
                + $"(0x{cause.HResult:X8}: {cause.Message.TrimEnd('.', ' ', '\r', '\n')}). See the Windows event log, and the "
                + "provider's own."),
        };
        return new KeyProtectionException(
            kind, advice is null ? message : message + " " + advice, keyName ?? providerName, cause);
    }

    /// <summary>Whether the provider has no key of that name.</summary>
    public static bool IsAbsence(CryptographicException cause) => cause.HResult is BadKeyset or NoKey or NotFound or FileNotFound;

    /// <summary>Whether the key is there, but cannot be opened: damaged, or not this account's.</summary>
    public static bool IsUnusable(CryptographicException cause) => cause.HResult
        is BadKey or BadKeysetEntry or BadData or BadKeyState or DecryptionFailure or InvalidData or Permission or AccessDenied;

    /// <summary>Whether a decryption failed for what was to be decrypted, rather than for the key or the provider.</summary>
    public static bool IsDecryptionFailure(CryptographicException cause) => cause.HResult
        is BadData or InvalidParameter or BufferTooSmall or DecryptionFailure or InvalidParameterStatus;

    /// <summary>Whether an export failed for the export policy.</summary>
    public static bool IsExportRefusal(CryptographicException cause) => cause.HResult
        is NotSupported or BadKeyState or Permission;

    /// <summary>The system has no CNG.</summary>
    public static KeyProtectionException Unavailable(string providerName, string? keyName, Exception cause) => new(
        KeyProtectionErrorKind.KeyStorageUnavailable,
        $"This computer has no key storage providers such as '{providerName}'. Run this on the connector's server, or use a key "
        + "file.", keyName ?? providerName, cause);

    /// <summary>The key is of another algorithm.</summary>
    public static KeyProtectionException NotRsa(string providerName, string keyName, string algorithm) => new(
        KeyProtectionErrorKind.PublicKeyNotRsa,
        $"The machine key '{keyName}' of the provider '{providerName}' is {algorithm}. The connector decrypts passwords with an "
        + "RSA key.", keyName);

    /// <summary>There is a key of that name.</summary>
    public static KeyProtectionException KeyExists(string providerName, string keyName) => new(
        KeyProtectionErrorKind.KeyExists, AlreadyThere(providerName, keyName), keyName);

    /// <summary>The key does not leave its provider.</summary>
    public static KeyProtectionException NotExportable(string providerName, string keyName, Exception? cause = null) => new(
        KeyProtectionErrorKind.KeyNotExportable,
        $"The provider '{providerName}' does not give the private half of the machine key '{keyName}' out: it was not made "
        + "exportable. "
        + "Import the key from the encrypted file that was kept of it, or make a new key that is exportable and import the "
        + "users' certificates again.", keyName, cause);

    /// <summary>Nobody knows the account.</summary>
    public static KeyProtectionException AccountNotFound(string account) => new(KeyProtectionErrorKind.ServiceAccountNotFound,
        $"The account '{account}' is not known on this computer. Give it as DOMAIN\\name, name@domain or SID, and check that "
        + "the domain can be reached.", account);

    /// <summary>No account has so long a name; the start of it is enough to find it in a script.</summary>
    public static KeyProtectionException AccountTooLong(string account, int limit) => new(
        KeyProtectionErrorKind.ServiceAccountNotFound,
        $"The account '{Start(account)}' is not known: a name of {account.Length} characters is longer than any account's "
        + $"({limit}). Give it as DOMAIN\\name, name@domain or SID.", Start(account));

    /// <summary>What was written does not come back.</summary>
    public static KeyProtectionException NotConfirmed(string providerName, string keyName) => new(
        KeyProtectionErrorKind.KeyStorageFailed,
        $"The provider '{providerName}' took the machine key '{keyName}', but gives another one back. Do not use it; see the "
        + "provider's documentation.", keyName);

    /// <summary>The replacement failed; <paramref name="former"/> says what became of the key before it.</summary>
    public static KeyProtectionException NotReplaced(KeyProtectionException cause, string former) =>
        new(cause.Kind, $"{cause.Message} {former}", cause.Item, cause.InnerException);

    private static string Start(string text) => text.Length <= 64 ? text : text.Substring(0, 64) + "...";

    private static string AlreadyThere(string providerName, string? keyName) =>
        $"The provider '{providerName}' has a machine key '{keyName}' already, and it is left as it is: without it, no record "
        + "that was encrypted for it can be opened. Choose another name, or have it replaced.";
}
