using System;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Replaces a key without losing the former one to a failure that could be foreseen. Providers cannot rename keys, so the new one
/// has to be written over the former; what can fail is therefore tried under another name first.
/// </summary>
internal sealed class KeyReplacement(ConnectorKeyStorage storage)
{
    /// <summary>Replaces the key of the name that <paramref name="key"/> has.</summary>
    /// <exception cref="KeyProtectionException">It failed; the message says what became of the former key.</exception>
    public void Run(ProviderKeySpecification key, Predicate<ConnectorPublicKey> isWanted)
    {
        Rehearse(key, isWanted);

        using var former = FormerKey.Read(storage, key.ProviderName, key.KeyName);
        try
        {
            storage.Write(key with { Overwrite = true });
        }
        catch (KeyProtectionException exception)
        {
            throw KeyStorageErrors.NotReplaced(exception, Recover(former));
        }
    }

    private void Rehearse(ProviderKeySpecification key, Predicate<ConnectorPublicKey> isWanted)
    {
        var trial = key with { KeyName = key.KeyName + "-" + Guid.NewGuid().ToString("N") };
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

    private string Recover(FormerKey former)
    {
        using var now = FormerKey.Read(storage, former.ProviderName, former.KeyName);
        if (former.Fingerprint is null)
        {
            return "The former key could not be read before that either, so whether it is still there is not known.";
        }

        if (now.Fingerprint == former.Fingerprint)
        {
            return "The former key is still there.";
        }

        const string Lost = "The former key is no longer there: import it again from the encrypted file that was kept of it.";
        if (former.Private is not { } copy)
        {
            return Lost;
        }

        try
        {
            using var blob = copy.ToCngBlob();
            storage.Write(former.ToSpecification(blob.DangerousGetArray()));
        }
        catch (KeyProtectionException)
        {
            return Lost;
        }

        using var again = FormerKey.Read(storage, former.ProviderName, former.KeyName);
        return again.Fingerprint != former.Fingerprint ? Lost
            : again.HasAccessOf(former) ? "The former key was put back."
            : "The former key was put back, but its access list could not be confirmed: check who may use it.";
    }
}
