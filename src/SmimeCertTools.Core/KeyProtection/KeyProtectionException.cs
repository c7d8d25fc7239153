using System;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>What stands in the way of protecting a password, or of a connector key.</summary>
public enum KeyProtectionErrorKind
{
    /// <summary>The key file could not be found, opened or read.</summary>
    KeyFileUnreadable,

    /// <summary>The content is no public key in a known form.</summary>
    PublicKeyNotRecognized,

    /// <summary>The public key is not an RSA key.</summary>
    PublicKeyNotRsa,

    /// <summary>The RSA key is too small or malformed.</summary>
    PublicKeyWeak,

    /// <summary>Key storage providers exist on Windows only.</summary>
    KeyStorageUnavailable,

    /// <summary>There is no such provider, or it has no such key.</summary>
    KeyNotFound,

    /// <summary>The password holds characters that are not known to survive the connector.</summary>
    PasswordNotAscii,

    /// <summary>The password is longer than the padding can hold under this key.</summary>
    PasswordTooLong,

    /// <summary>The password is absent or empty.</summary>
    PasswordEmpty,

    /// <summary>The padding scheme is one that Intune no longer accepts.</summary>
    PaddingNotSupported,

    /// <summary>The content is no private key in a known form.</summary>
    PrivateKeyNotRecognized,

    /// <summary>The private key lies in the file in clear.</summary>
    PrivateKeyUnencrypted,

    /// <summary>The password does not open the private key.</summary>
    PrivateKeyPasswordIncorrect,

    /// <summary>The private key's encoding is broken or cut off, or its numbers contradict each other.</summary>
    PrivateKeyDamaged,

    /// <summary>The private key is encrypted, or made, in a way that is not supported.</summary>
    PrivateKeyUnsupported,

    /// <summary>Opening the private key would take more work or memory than the limits allow.</summary>
    PrivateKeyLimitExceeded,

    /// <summary>The private key is not an RSA key.</summary>
    PrivateKeyNotRsa,

    /// <summary>The private RSA key is too small or too large.</summary>
    PrivateKeyWeak,

    /// <summary>The provider has a key of that name already.</summary>
    KeyExists,

    /// <summary>The provider does not give the private half of the key out.</summary>
    KeyNotExportable,

    /// <summary>This account may not use the key or the provider.</summary>
    KeyAccessDenied,

    /// <summary>The key storage provider refused or failed.</summary>
    KeyStorageFailed,

    /// <summary>The account that is to use the key is not known on this computer.</summary>
    ServiceAccountNotFound,

    /// <summary>The password was not encrypted for this key with this padding.</summary>
    KeyDecryptionFailed,

    /// <summary>The platform's cryptography refused or failed, whatever the key and the password are.</summary>
    CryptographyFailed,
}

/// <summary>A password that cannot be protected or recovered, or a connector key that cannot be used.</summary>
public sealed class KeyProtectionException(
    KeyProtectionErrorKind kind, string message, string? item = null, Exception? innerException = null)
    : SmimeException<KeyProtectionErrorKind>(kind, kind.ToString(), message, item, innerException);
