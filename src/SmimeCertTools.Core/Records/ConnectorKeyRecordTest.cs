using System;
using System.Threading;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Records;

/// <summary>Opens records as the connector does.</summary>
public static class ConnectorKeyRecordTest
{
    private const string Id = "Record";

    /// <summary>
    /// Does what the connector does with a record: decrypts its password with the key and opens its PFX with that; the PFX must
    /// hold the certificate that the record names. What fails is a finding, never an exception.
    /// </summary>
    public static ConnectorKeyFinding Opens(
        this ConnectorKeyTest key, UserPfxRecord record, CancellationToken cancellationToken = default)
    {
        var stored = Guard.NotNull(key).Info;
        var name = $"The record of '{Guard.NotNull(record).UserPrincipalName}' ({record.Thumbprint})";
        if (record.EncryptedPfxBlob is not { Length: > 1 } blob || string.IsNullOrWhiteSpace(record.EncryptedPfxPassword))
        {
            return ConnectorKeyTest.Unknown(
                Id,
                $"{name} has no PFX or no password, as every record that was read back from Intune. Give the one that was made "
                + "for the import.");
        }

        if (stored is not null && (record.ProviderName != stored.ProviderName || record.KeyName != stored.KeyName))
        {
            return ConnectorKeyTest.Failed(
                Id,
                $"{name} names the key '{record.KeyName}' of '{record.ProviderName}', which the connector will look for, and "
                + $"not '{stored.KeyName}' of '{stored.ProviderName}'. Import the certificate again with the key's name.");
        }

        try
        {
            using var password = DecryptPassword(key, record);
            using var contents = PfxReader.Open(blob, password, options: null, cancellationToken);
            var thumbprint = PfxKeyPairs.Single(contents, path: null).Certificate.Thumbprint;
            return string.Equals(thumbprint, record.Thumbprint, StringComparison.OrdinalIgnoreCase)
                ? ConnectorKeyTest.Passed(Id, $"{name} opens, and its PFX holds the certificate that it names.")
                : ConnectorKeyTest.Failed(
                    Id, $"{name} opens, but its PFX holds another certificate ({thumbprint}). Import the certificate again.");
        }
        catch (FormatException)
        {
            return ConnectorKeyTest.Failed(Id, $"{name} has a password that is no base64. Import the certificate again.");
        }
        catch (KeyProtectionException exception)
        {
            return ConnectorKeyTest.Failed(Id, $"{name} does not open. {exception.Message}");
        }
        catch (PfxException exception)
        {
            return ConnectorKeyTest.Failed(
                Id, $"{name} has a password that decrypts, but its PFX does not open. {exception.Message}");
        }
    }

    // One byte per character: only ASCII passwords are ever encrypted.
    private static SecretText DecryptPassword(ConnectorKeyTest key, UserPfxRecord record)
    {
        using var ascii = key.Decrypt(Convert.FromBase64String(record.EncryptedPfxPassword!), record.PaddingScheme);
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
