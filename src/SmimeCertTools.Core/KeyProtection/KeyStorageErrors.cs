using System;
using System.Globalization;
using System.Security.Cryptography;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Words for what a key storage provider answers.</summary>
internal static class KeyStorageErrors
{
    // Results of NCryptOpenStorageProvider and NCryptOpenKey as winerror.h names them.
    private const int BadKeyset = unchecked((int)0x80090016); // NTE_BAD_KEYSET
    private const int NoKey = unchecked((int)0x8009000D); // NTE_NO_KEY
    private const int NotFound = unchecked((int)0x80090011); // NTE_NOT_FOUND
    private const int FileNotFound = unchecked((int)0x80070002); // ERROR_FILE_NOT_FOUND
    private const int ProviderNotDefined = unchecked((int)0x80090017); // NTE_PROV_TYPE_NOT_DEF
    private const int ProviderUnknown = unchecked((int)0x80090013); // NTE_BAD_PROVIDER
    private const int ProviderLoadFailed = unchecked((int)0x8009001D); // NTE_PROVIDER_DLL_FAIL
    private const int ProviderNotRegistered = unchecked((int)0x80090019); // NTE_KEYSET_NOT_DEF
    private const int Permission = unchecked((int)0x80090010); // NTE_PERM
    private const int AccessDenied = unchecked((int)0x80070005); // E_ACCESSDENIED

    /// <summary>How a key is named in messages.</summary>
    public static string Name(string providerName, string keyName) => providerName + "\\" + keyName;

    /// <summary>The provider refused to open or export the key.</summary>
    public static KeyProtectionException FromProvider(string providerName, string keyName, CryptographicException cause)
    {
        var message = cause.HResult switch
        {
            BadKeyset or NoKey or NotFound or FileNotFound =>
                $"The provider '{providerName}' has no machine key '{keyName}' on this computer. Check both names, run this on "
                + "a server that has the connector's key, or give its exported public half with -PublicKeyPath.",
            ProviderNotDefined or ProviderUnknown or ProviderLoadFailed or ProviderNotRegistered =>
                $"There is no key storage provider '{providerName}' on this computer. 'certutil -csplist' lists those that are; "
                + "the usual one is 'Microsoft Software Key Storage Provider'.",
            Permission or AccessDenied =>
                $"The machine key '{keyName}' of the provider '{providerName}' may not be opened by this account. Start "
                + "PowerShell as administrator, or give the key's exported public half with -PublicKeyPath.",
            _ => string.Format(
                CultureInfo.InvariantCulture,
                "The provider '{0}' could not open the machine key '{1}' (0x{2:X8}: {3}). Give its exported public half with "
                + "-PublicKeyPath.",
                providerName,
                keyName,
                cause.HResult,
                cause.Message.TrimEnd('.', ' ', '\r', '\n')),
        };
        return new KeyProtectionException(KeyProtectionErrorKind.KeyNotFound, message, keyName, cause);
    }

    /// <summary>The system has no CNG.</summary>
    public static KeyProtectionException Unavailable(string providerName, string keyName, Exception cause) => new(
        KeyProtectionErrorKind.KeyStorageUnavailable,
        $"The key '{keyName}' cannot be opened: this computer has no key storage providers such as '{providerName}'. Give the "
        + "key's exported public half with -PublicKeyPath.",
        keyName,
        cause);

    /// <summary>The key is of another algorithm.</summary>
    public static KeyProtectionException NotRsa(string providerName, string keyName, string algorithm) => new(
        KeyProtectionErrorKind.PublicKeyNotRsa,
        $"The machine key '{keyName}' of the provider '{providerName}' is {algorithm}. The connector decrypts passwords with an "
        + "RSA key.",
        keyName);
}
