using System;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>What is the same for decryption in memory and in a provider.</summary>
internal static class DecryptionErrors
{
    /// <summary>Refuses what cannot have been encrypted for <paramref name="key"/>, without asking the key.</summary>
    /// <exception cref="KeyProtectionException">It is of another length, or the padding is not supported.</exception>
    public static void Check(byte[] encrypted, UserPfxPaddingScheme padding, ConnectorPublicKey key)
    {
        if (!RsaOaep.IsSupported(padding))
        {
            throw new KeyProtectionException(KeyProtectionErrorKind.PaddingNotSupported,
                $"A password with the padding {padding} cannot be decrypted: Intune accepts OaepSha512, OaepSha384 and "
                + "OaepSha256 only. Import the certificate again.", padding.ToString());
        }

        if (Guard.NotNull(encrypted).Length != key.ModulusLength)
        {
            throw new KeyProtectionException(KeyProtectionErrorKind.KeyDecryptionFailed,
                $"The encrypted password has {encrypted.Length} bytes, and the connector key '{key.Source}' of {key.KeySize} "
                + $"bits makes {key.ModulusLength}: it was encrypted for another key. Give the key that it was encrypted for.",
                key.Source);
        }
    }

    /// <summary>The platform refused or failed.</summary>
    public static KeyProtectionException Failed(string work, string item, Exception cause) => new(
        KeyProtectionErrorKind.CryptographyFailed, PlatformCryptography.Describe(work, cause), item, cause);

    /// <summary>The decryption failed. OAEP does not tell a wrong key from a wrong padding or a change.</summary>
    public static KeyProtectionException NotForKey(ConnectorPublicKey key, UserPfxPaddingScheme padding) => new(
        KeyProtectionErrorKind.KeyDecryptionFailed,
        $"The connector key '{key.Source}' does not decrypt the password with the padding {padding}: it was encrypted for "
        + "another key or with another padding, or was changed. Give the key that it was encrypted for.", key.Source);
}
