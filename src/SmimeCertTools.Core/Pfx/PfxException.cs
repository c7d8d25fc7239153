using System;

namespace SmimeCertTools.Core.Pfx;

/// <summary>What is wrong with a PFX file.</summary>
public enum PfxErrorKind
{
    /// <summary>The integrity check or the decryption says that the password is not the file's.</summary>
    PasswordIncorrect,

    /// <summary>
    /// The password does not open it, and it has one of its own that is encrypted for accounts or groups of a domain.
    /// </summary>
    ProtectedToAccount,

    /// <summary>The content is something else: text, HTML, a bare certificate, an empty file.</summary>
    NotPfx,

    /// <summary>The content starts as a PFX but its structure is broken.</summary>
    Damaged,

    /// <summary>The content ends before its structure does.</summary>
    Truncated,

    /// <summary>An algorithm or form that this library does not read.</summary>
    Unsupported,

    /// <summary>The file asks for more work or memory than the limits allow.</summary>
    LimitExceeded,

    /// <summary>The integrity check has so short a key that wrong passwords pass it.</summary>
    IntegrityWeak,

    /// <summary>The file holds no certificate.</summary>
    NoCertificate,

    /// <summary>The file holds certificates but no private key for any of them.</summary>
    NoPrivateKey,

    /// <summary>The private key does not belong to the certificate.</summary>
    KeyMismatch,

    /// <summary>The file holds several key pairs where one is expected.</summary>
    MultipleKeyPairs,

    /// <summary>The file could not be found, opened or read.</summary>
    Unreadable,
}

/// <summary>A PFX file (PKCS#12, RFC 7292) that cannot be used as it is.</summary>
/// <param name="kind">What is wrong.</param>
/// <param name="message">A sentence that names the file, what is wrong and what to do.</param>
/// <param name="path">The file, or null for content that has no file.</param>
/// <param name="innerException">The cause, if a library named one.</param>
public sealed class PfxException(PfxErrorKind kind, string message, string? path = null, Exception? innerException = null)
    : SmimeException<PfxErrorKind>(
        kind, kind == PfxErrorKind.NotPfx ? "PfxNotRecognized" : "Pfx" + kind, message, path, innerException)
{
    /// <summary>The file, or null for content that has no file.</summary>
    public string? Path => Item;
}
