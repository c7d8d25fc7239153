using System;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>What stands in the way of protecting a password.</summary>
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

    /// <summary>The provider has no such key, or it may not be opened.</summary>
    KeyNotFound,

    /// <summary>The password holds characters that are not known to survive the connector.</summary>
    PasswordNotAscii,

    /// <summary>The password is longer than the padding can hold under this key.</summary>
    PasswordTooLong,

    /// <summary>The password is absent or empty.</summary>
    PasswordEmpty,

    /// <summary>The padding scheme is one that Intune no longer accepts.</summary>
    PaddingNotSupported,
}

/// <summary>A password that cannot be protected, or a key that cannot protect it.</summary>
public sealed class KeyProtectionException : SmimeException
{
    /// <summary>Creates an error of <paramref name="kind"/> about <paramref name="item"/>.</summary>
    public KeyProtectionException(KeyProtectionErrorKind kind, string message, string? item = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Item = item;
    }

    /// <summary>What is wrong.</summary>
    public KeyProtectionErrorKind Kind { get; }

    /// <inheritdoc/>
    public override string ErrorId => Kind.ToString();

    /// <inheritdoc/>
    public override string? Item { get; }
}
