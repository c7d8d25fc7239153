using System;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Encrypts PFX passwords for the certificate connector: RSA-OAEP (RFC 8017 section 7.1) of the password's ASCII bytes.</summary>
public sealed class PasswordProtector
{
    /// <summary>Creates a protector for <paramref name="key"/>.</summary>
    /// <exception cref="KeyProtectionException"><paramref name="padding"/> is not an OAEP scheme that Intune accepts.</exception>
    public PasswordProtector(ConnectorPublicKey key, PaddingScheme padding)
    {
        Key = Guard.NotNull(key);
        Padding = padding;
    }

    /// <summary>The connector's key.</summary>
    public ConnectorPublicKey Key { get; }

    /// <summary>The padding scheme.</summary>
    public PaddingScheme Padding { get; }

    /// <summary>The longest password in bytes: modulus length less twice the hash length less two.</summary>
    public int MaxPasswordLength => throw new NotImplementedException();

    /// <summary>Checks that <paramref name="password"/> can travel: not empty, ASCII, not too long.</summary>
    /// <exception cref="KeyProtectionException">It cannot.</exception>
    public void Validate(SecretText password, string item) => throw new NotImplementedException();

    /// <summary>Encrypts <paramref name="password"/>; the result is as long as the modulus. Safe for concurrent use.</summary>
    /// <param name="password">The password.</param>
    /// <param name="item">The file or user, for messages.</param>
    /// <exception cref="KeyProtectionException">The password cannot travel.</exception>
    public byte[] Protect(SecretText password, string item) => throw new NotImplementedException();
}
