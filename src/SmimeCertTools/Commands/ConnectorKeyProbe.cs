using System;
using System.Collections.Generic;
using System.Text;
using SmimeCertTools.Core;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Models;

namespace SmimeCertTools.Commands;

/// <summary>The checks of one connector key, wherever its private half is. What fails is a result; only lost keys throw.</summary>
internal sealed class ConnectorKeyProbe
{
    private readonly string _name;
    private readonly ConnectorPublicKey _publicKey;
    private readonly Func<byte[], PaddingScheme, SecretBytes> _decrypt;

    private ConnectorKeyProbe(string name, ConnectorPublicKey publicKey, Func<byte[], PaddingScheme, SecretBytes> decrypt)
    {
        _name = name;
        _publicKey = publicKey;
        _decrypt = decrypt;
    }

    /// <summary>The checks of a key in a provider.</summary>
    /// <exception cref="KeyProtectionException">There is no such key, or it may not be opened.</exception>
    public static ConnectorKeyProbe Of(IKeyStorage storage, string providerName, string keyName) => new(
        keyName,
        storage.Get(providerName, keyName).PublicKey,
        (encrypted, padding) => storage.Decrypt(providerName, keyName, encrypted, padding));

    /// <summary>The checks of a key in memory, which stays the caller's.</summary>
    public static ConnectorKeyProbe Of(ConnectorPrivateKey key, string name) => new(name, key.PublicKey, key.Decrypt);

    /// <summary>Whether the private half decrypts what the public half encrypts.</summary>
    public SmimeConnectorKeyTestResult RoundTrip()
    {
        const PaddingScheme Padding = PaddingScheme.OaepSha512;
        using var sent = RandomPassword.Create();
        try
        {
            using var received = _decrypt(new PasswordProtector(_publicKey, Padding).Protect(sent, _name), Padding);
            using var expected = sent.Encode(Encoding.ASCII);
            var same = received.Span.SequenceEqual(expected.Span);
            return Result("RoundTrip", same, same
                ? $"The private key of {_publicKey.KeySize} bits decrypts what was encrypted for it."
                : "The private key decrypted something else than was encrypted for it. Do not use it: make or import it again.");
        }
        catch (KeyProtectionException error)
        {
            return Result("RoundTrip", false, error.Message);
        }
    }

    /// <summary>Whether <paramref name="other"/> is the other half.</summary>
    public SmimeConnectorKeyTestResult PublicKey(ConnectorPublicKey other)
    {
        var same = other.Fingerprint == _publicKey.Fingerprint;
        return Result("PublicKey", same, same
            ? $"'{other.Source}' is the other half of the key."
            : $"'{other.Source}' belongs to another key (fingerprint {other.Fingerprint}, not {_publicKey.Fingerprint}). What is "
                + "imported with it cannot be delivered: export the public key again.");
    }

    /// <summary>Whether the key opens a record, as a connector does; the second check only if the first passed.</summary>
    public IEnumerable<SmimeConnectorKeyTestResult> Record(UserPfxRecord record)
    {
        var name = $"{record.UserPrincipalName}: {record.Thumbprint}";
        SecretText password;
        string? problem = null;
        try
        {
            using var decrypted = _decrypt(Convert.FromBase64String(record.EncryptedPfxPassword!), record.PaddingScheme);
            password = ToText(decrypted);
        }
        catch (KeyProtectionException error)
        {
            password = SecretText.Absent();
            problem = error.Message;
        }

        using (password)
        {
            yield return new SmimeConnectorKeyTestResult(
                name, "RecordPassword", problem is null, problem ?? $"The key '{_name}' decrypts the password.");
            if (problem is null)
            {
                yield return Open(record, password, name);
            }
        }
    }

    private static SmimeConnectorKeyTestResult Open(UserPfxRecord record, SecretText password, string name)
    {
        try
        {
            using var contents = PfxReader.Open(record.EncryptedPfxBlob, password, new PfxReadOptions { Path = name });
            var thumbprint = PfxKeyPairs.Single(contents, name).Certificate.Thumbprint;
            var same = string.Equals(thumbprint, record.Thumbprint, StringComparison.OrdinalIgnoreCase);
            return new SmimeConnectorKeyTestResult(name, "RecordPfx", same, same
                ? "The password opens the PFX, and its certificate is the record's."
                : $"The password opens the PFX, but its certificate is {thumbprint}. Make the record again.");
        }
        catch (PfxException error)
        {
            return new SmimeConnectorKeyTestResult(name, "RecordPfx", false, error.Message);
        }
    }

    private static SecretText ToText(SecretBytes bytes)
    {
        var characters = Encoding.ASCII.GetChars(bytes.DangerousGetArray());
        try
        {
            return SecretText.Copy(characters);
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }

    private SmimeConnectorKeyTestResult Result(string check, bool passed, string detail) => new(_name, check, passed, detail);
}
