using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>Decrypts enveloped messages (RFC 8551, application/pkcs7-mime) as a mail client does.</summary>
internal static class MailReader
{
    private const byte DerSequence = 0x30;

    public static DecryptedMessage Decrypt(string userPrincipalName, X509Certificate2Collection keys, byte[] message)
    {
        var envelope = new EnvelopedCms();
        try
        {
            envelope.Decode(Unwrap(message));
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException or ArgumentException)
        {
            throw new MessageDecryptionException("This is no encrypted S/MIME message.", exception);
        }

        foreach (var recipient in envelope.RecipientInfos.OfType<KeyTransRecipientInfo>())
        {
            if (keys.FirstOrDefault(recipient.RecipientIdentifier.MatchesCertificate) is { } certificate)
            {
                return Open(envelope, recipient, certificate);
            }
        }

        throw new MessageDecryptionException(
            $"No certificate on the device of {userPrincipalName} is a recipient of this message.");
    }

    private static DecryptedMessage Open(EnvelopedCms envelope, KeyTransRecipientInfo recipient, X509Certificate2 certificate)
    {
        try
        {
            using var key = certificate.GetRSAPrivateKey();
            envelope.Decrypt(recipient, key);
        }
        catch (CryptographicException exception)
        {
            throw new MessageDecryptionException($"The key of {certificate.Thumbprint} does not open the message.", exception);
        }

        var content = envelope.ContentInfo.Content;
        return new DecryptedMessage(WithoutHeader(Encoding.UTF8.GetString(content)), content, certificate.Thumbprint);
    }

    private static byte[] Unwrap(byte[] message)
    {
        if (message.Length > 0 && message[0] == DerSequence)
        {
            return message;
        }

        var text = Encoding.Latin1.GetString(message).ReplaceLineEndings("\n");
        return Convert.FromBase64String(PemEncoding.TryFind(text, out var pem)
            ? text[pem.Base64Data] : text[Math.Max(0, text.IndexOf("\n\n", StringComparison.Ordinal))..]);
    }

    private static string WithoutHeader(string content)
    {
        var text = content.ReplaceLineEndings("\n");
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        return end > 0 && text.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) ? text[(end + 2)..] : text;
    }
}
