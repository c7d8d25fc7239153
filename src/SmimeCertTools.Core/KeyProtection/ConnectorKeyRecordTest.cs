using System;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Opens a record as the connector does.</summary>
internal sealed class ConnectorKeyRecordTest(
    UserPfxRecord record, ConnectorKeyInfo? stored, Func<byte[], PaddingScheme, SecretBytes> decrypt)
{
    private const string Id = "Record";

    private readonly string _name = $"The record of '{record.UserPrincipalName}' ({record.Thumbprint})";

    public ConnectorKeyFinding Run()
    {
        if (record.EncryptedPfxBlob is not { Length: > 1 } blob || string.IsNullOrWhiteSpace(record.EncryptedPfxPassword))
        {
            return ConnectorKeyTest.Unknown(
                Id,
                $"{_name} has no PFX or no password, as every record that was read back from Intune. Give the one that was made for "
                + "the import (New-SmimeUserPfx).");
        }

        if (stored is not null && (record.ProviderName != stored.ProviderName || record.KeyName != stored.KeyName))
        {
            return ConnectorKeyTest.Failed(
                Id,
                $"{_name} names the key '{record.KeyName}' of '{record.ProviderName}', which the connector will look for, and not "
                + $"'{stored.KeyName}' of '{stored.ProviderName}'. Import the certificate again with the key's name.");
        }

        try
        {
            using var password = DecryptPassword();
            using var contents = PfxReader.Open(blob, password);
            var thumbprint = PfxKeyPairs.Single(contents, path: null).Certificate.Thumbprint;
            return string.Equals(thumbprint, record.Thumbprint, StringComparison.OrdinalIgnoreCase)
                ? ConnectorKeyTest.Passed(Id, $"{_name} opens, and its PFX holds the certificate that it names.")
                : ConnectorKeyTest.Failed(
                    Id, $"{_name} opens, but its PFX holds another certificate ({thumbprint}). Import the certificate again.");
        }
        catch (FormatException)
        {
            return ConnectorKeyTest.Failed(Id, $"{_name} has a password that is no base64. Import the certificate again.");
        }
        catch (KeyProtectionException exception)
        {
            return ConnectorKeyTest.Failed(Id, $"{_name} does not open. {exception.Message}");
        }
        catch (PfxException exception)
        {
            return ConnectorKeyTest.Failed(Id, $"{_name} has a password that decrypts, but its PFX does not open. {exception.Message}");
        }
    }

    // One byte per character: only ASCII passwords are ever encrypted.
    private SecretText DecryptPassword()
    {
        using var ascii = decrypt(Convert.FromBase64String(record.EncryptedPfxPassword!), record.PaddingScheme);
        var characters = new char[ascii.Length];
        for (var i = 0; i < characters.Length; i++)
        {
            characters[i] = (char)ascii.Span[i];
        }

        try
        {
            return SecretText.Copy(characters);
        }
        finally
        {
            Array.Clear(characters, 0, characters.Length);
        }
    }
}
