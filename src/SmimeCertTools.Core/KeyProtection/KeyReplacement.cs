using System;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Replaces a key without losing the former one to a failure that could be foreseen. Providers cannot rename keys, so the new one has to
/// be written over the former; what can fail is therefore tried under another name first.
/// </summary>
internal sealed class KeyReplacement(ConnectorKeyStorage storage)
{
    /// <summary>Replaces the key of the name that <paramref name="key"/> has.</summary>
    /// <exception cref="KeyProtectionException">It failed; the message says what became of the former key.</exception>
    public void Run(ProviderKeySpecification key, Predicate<ConnectorPublicKey> isWanted)
    {
        Rehearse(key, isWanted);

        var former = FormerKey(key);
        using var copy = Copy(key);
        try
        {
            storage.Write(key.For(key.KeyName, overwrite: true));
        }
        catch (KeyProtectionException exception)
        {
            throw KeyStorageErrors.NotReplaced(exception, Recover(key, former, copy));
        }
    }

    private void Rehearse(ProviderKeySpecification key, Predicate<ConnectorPublicKey> isWanted)
    {
        var trial = key.For(key.KeyName + "-" + Guid.NewGuid().ToString("N"), overwrite: false);
        try
        {
            storage.Write(trial);
            if (!isWanted(ReadAndRemove(trial)))
            {
                throw KeyStorageErrors.NotConfirmed(key.ProviderName, key.KeyName);
            }
        }
        catch (KeyProtectionException exception)
        {
            throw KeyStorageErrors.NotReplaced(exception, "The former key was not touched.");
        }
    }

    private ConnectorPublicKey ReadAndRemove(ProviderKeySpecification trial)
    {
        try
        {
            return storage.Get(trial.ProviderName, trial.KeyName).PublicKey;
        }
        finally
        {
            storage.Delete(trial.ProviderName, trial.KeyName);
        }
    }

    // A former key that cannot be read (of another algorithm, or damaged) is replaced all the same: that is what was asked for.
    private ConnectorKeyInfo? FormerKey(ProviderKeySpecification key)
    {
        try
        {
            return storage.Get(key.ProviderName, key.KeyName);
        }
        catch (KeyProtectionException)
        {
            return null;
        }
    }

    private ConnectorPrivateKey? Copy(ProviderKeySpecification key)
    {
        try
        {
            return storage.ExportPrivateKey(key.ProviderName, key.KeyName);
        }
        catch (KeyProtectionException)
        {
            // Not exportable, as most keys are.
            return null;
        }
    }

    private string Recover(ProviderKeySpecification key, ConnectorKeyInfo? former, ConnectorPrivateKey? copy)
    {
        var now = FormerKey(key);
        if (former is not null && now?.PublicKey.Fingerprint == former.PublicKey.Fingerprint)
        {
            return "The former key is still there.";
        }

        const string Lost = "The former key is no longer there: import it again from the encrypted file that was kept of it.";
        if (copy is null)
        {
            return Lost;
        }

        try
        {
            using var blob = copy.ToCngBlob();
            storage.Write(new ProviderKeySpecification
            {
                ProviderName = key.ProviderName,
                KeyName = key.KeyName,
                PrivateBlob = blob.DangerousGetArray(),
                Exportable = true,
                SecurityDescriptor = key.SecurityDescriptor,
                Overwrite = true,
            });
            return "The former key was put back.";
        }
        catch (KeyProtectionException)
        {
            return Lost;
        }
    }
}
