using System;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Encrypts PFX passwords for the certificate connector: RSA-OAEP (RFC 8017 section 7.1) of the password's ASCII bytes, the same
/// hash for the label and for MGF1, empty label. Safe for concurrent use.
/// </summary>
public sealed class PasswordProtector
{
    private readonly Func<ConnectorPublicKey, UserPfxPaddingScheme, byte[], byte[]> _encrypt;

    /// <summary>Creates a protector for <paramref name="key"/>.</summary>
    /// <param name="key">The connector's key.</param>
    /// <param name="padding">The padding scheme: one of the three OAEP schemes with SHA-2.</param>
    /// <exception cref="KeyProtectionException"><paramref name="padding"/> is not an OAEP scheme that Intune accepts.</exception>
    public PasswordProtector(ConnectorPublicKey key, UserPfxPaddingScheme padding) : this(key, padding, RsaOaep.Encrypt)
    {
    }

    /// <summary>The same with another encryption, which tests let fail as a platform does.</summary>
    internal PasswordProtector(ConnectorPublicKey key, UserPfxPaddingScheme padding,
        Func<ConnectorPublicKey, UserPfxPaddingScheme, byte[], byte[]> encrypt)
    {
        _encrypt = encrypt;
        Key = Guard.NotNull(key);
        Padding = RsaOaep.IsSupported(padding) ? padding : throw new KeyProtectionException(
            KeyProtectionErrorKind.PaddingNotSupported,
            $"Intune no longer accepts passwords with the padding {padding}. Use OaepSha512 (the default), OaepSha384 or "
            + "OaepSha256.", padding.ToString());
    }

    /// <summary>The connector's key.</summary>
    public ConnectorPublicKey Key { get; }

    /// <summary>The padding scheme.</summary>
    public UserPfxPaddingScheme Padding { get; }

    /// <summary>
    /// The longest password in bytes: modulus length less twice the hash length less two (RFC 8017 section 7.1.1).
    /// </summary>
    public int MaxPasswordLength => MaxLength(Padding);

    /// <summary>Checks that <paramref name="password"/> can travel: not empty, ASCII, not too long.</summary>
    /// <param name="password">The password.</param>
    /// <param name="item">The file or user, for messages.</param>
    /// <exception cref="KeyProtectionException">It cannot.</exception>
    public void Validate(SecretText password, string item)
    {
        Guard.NotNull(password);
        if (password.IsAbsent || password.Length == 0)
        {
            throw new KeyProtectionException(KeyProtectionErrorKind.PasswordEmpty,
                $"No password was given for '{item}'. Intune delivers a PFX only with a password: have it written anew under a "
                + "random one, or give the file one.", item);
        }

        // What the connector makes of other characters is not documented; the earlier scripts cut each to one byte, which
        // corrupted the password unnoticed.
        foreach (var character in password.Span)
        {
            if (character is < ' ' or > '~')
            {
                throw new KeyProtectionException(KeyProtectionErrorKind.PasswordNotAscii,
                    $"The password of '{item}' has a character that is not printable ASCII (letters, digits, space and the "
                    + "signs of a US keyboard) and may not survive the connector. Have the PFX written anew under a random "
                    + "password, or export it again with a password of such characters only.", item);
            }
        }

        if (password.Length > MaxPasswordLength)
        {
            throw new KeyProtectionException(KeyProtectionErrorKind.PasswordTooLong, TooLong(item), item);
        }
    }

    /// <summary>Encrypts <paramref name="password"/>; the result is as long as the modulus. Safe for concurrent use.</summary>
    /// <param name="password">The password.</param>
    /// <param name="item">The file or user, for messages.</param>
    /// <exception cref="KeyProtectionException">
    /// The password cannot travel, or the platform does not encrypt it (<see cref="KeyProtectionErrorKind.CryptographyFailed"/>).
    /// </exception>
    public byte[] Protect(SecretText password, string item)
    {
        Validate(password, item);
        var ascii = new byte[password.Length];
        try
        {
            var characters = password.Span;
            for (var i = 0; i < ascii.Length; i++)
            {
                ascii[i] = (byte)characters[i];
            }

            return _encrypt(Key, Padding, ascii);
        }
        catch (Exception cause) when (PlatformCryptography.IsFailure(cause))
        {
            throw DecryptionErrors.Failed(
                $"encrypt the password of '{item}' with {Padding} for the key '{Key.Source}'", item, cause);
        }
        finally
        {
            SecretBytes.Zero(ascii);
        }
    }

    private int MaxLength(UserPfxPaddingScheme padding) => Key.ModulusLength - (2 * RsaOaep.HashLength(padding)) - 2;

    private string TooLong(string item)
    {
        var waysOut = Padding == UserPfxPaddingScheme.OaepSha256 ? string.Empty
            : $" use the padding scheme {UserPfxPaddingScheme.OaepSha256} (up to {MaxLength(UserPfxPaddingScheme.OaepSha256)} "
                + "characters),";
        return $"The password of '{item}' is too long: with {Padding} and a connector key of {Key.KeySize} bits at most "
            + $"{MaxPasswordLength} characters can travel. Either have the PFX written anew under a random password,{waysOut} "
            + "give it a shorter password, or use a larger connector key.";
    }
}
