using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// What connector keys are in key storage providers: checks, access lists, replacement, and words for what providers answer.
/// </summary>
internal sealed class ConnectorKeyStorage(IKeyProviders providers) : IKeyStorage
{
    private const string SoftwareProvider = "Microsoft Software Key Storage Provider";

    // A domain (255 characters), a backslash and a user (256): what account look-ups of Windows take.
    private const int MaximumAccountLength = 512;

    /// <inheritdoc/>
    public ConnectorPublicKey OpenPublicKey(string providerName, string keyName) => PublicKey(
        providerName, keyName, Read(providerName, keyName, KeyStorageErrors.PublicKeyAdvice));

    /// <inheritdoc/>
    public ConnectorKeyInfo Get(string providerName, string keyName)
    {
        var key = Read(providerName, keyName);
        return new ConnectorKeyInfo
        {
            ProviderName = providerName,
            KeyName = keyName,
            PublicKey = PublicKey(providerName, keyName, key),
            IsExportable = key.IsExportable,
            Access = KeyAccessRules.Read(key.SecurityDescriptor, providers.FindAccount),
        };
    }

    /// <inheritdoc/>
    public bool Exists(string providerName, string keyName)
    {
        Guard.NotBlank(providerName);
        Guard.NotBlank(keyName);
        return Ask(providerName, keyName, () =>
        {
            try
            {
                return providers.Exists(providerName, keyName);
            }
            catch (CryptographicException exception) when (KeyStorageErrors.IsAbsence(exception))
            {
                return false;
            }
            catch (CryptographicException exception) when (
                KeyStorageErrors.IsUnusable(exception) || IsListed(providerName, keyName))
            {
                return true;
            }
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> FindDroppedAccounts(ConnectorKeyRequest request)
    {
        var serviceSid = FindServiceSid(Guard.NotNull(request));
        try
        {
            return KeyAccessRules.Dropped(Get(request.ProviderName, request.KeyName).Access, serviceSid);
        }
        catch (KeyProtectionException)
        {
            // Not there, of another algorithm, or damaged: nobody's key.
            return [];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string providerName) =>
        Ask(Guard.NotBlank(providerName), null, () => providers.List(providerName));

    /// <inheritdoc/>
    public ConnectorKeyInfo Create(ConnectorKeyRequest request)
    {
        ConnectorPrivateKey.CheckKeySize(Guard.NotNull(request).KeySize);
        return Put(request, blob: null, key => key.KeySize == request.KeySize);
    }

    /// <inheritdoc/>
    public ConnectorKeyInfo Import(ConnectorKeyRequest request, ConnectorPrivateKey key)
    {
        Guard.NotNull(request);
        using var blob = Guard.NotNull(key).ToCngBlob();
        return Put(request, blob.DangerousGetArray(), written => written.Fingerprint == key.PublicKey.Fingerprint);
    }

    /// <inheritdoc/>
    public ConnectorPrivateKey ExportPrivateKey(string providerName, string keyName)
    {
        var key = Read(providerName, keyName);
        PublicKey(providerName, keyName, key);
        if (!key.IsExportable)
        {
            throw KeyStorageErrors.NotExportable(providerName, keyName);
        }

        return Ask(providerName, keyName, () =>
        {
            try
            {
                var name = KeyStorageErrors.Name(providerName, keyName);
                using var exported = ConnectorPrivateKey.From(providers.Export(providerName, keyName), name);
                using var blob = exported.ToCngBlob();

                // Read anew, which checks that the numbers belong together: a damaged key is to be found before it is kept.
                return ConnectorPrivateKey.Parse(blob.DangerousGetArray(), SecretText.Absent(), name);
            }
            catch (CryptographicException exception) when (KeyStorageErrors.IsExportRefusal(exception))
            {
                throw KeyStorageErrors.NotExportable(providerName, keyName, exception);
            }
        });
    }

    /// <inheritdoc/>
    public string FindAccount(string account)
    {
        var name = Guard.NotBlank(account).Trim();

        if (name.Length > MaximumAccountLength)
        {
            throw KeyStorageErrors.AccountTooLong(name, MaximumAccountLength);
        }

        // What the service manager calls SYSTEM; account look-ups do not know it.
        return SecurityIdentifiers.IsSid(name) ? name.ToUpperInvariant()
            : name.Equals("LocalSystem", StringComparison.OrdinalIgnoreCase) ? SecurityIdentifiers.System
            : providers.FindSid(name) ?? throw KeyStorageErrors.AccountNotFound(account);
    }

    /// <inheritdoc/>
    public SecretBytes Decrypt(string providerName, string keyName, byte[] encrypted, UserPfxPaddingScheme padding)
    {
        var publicKey = PublicKey(providerName, keyName, Read(providerName, keyName));
        DecryptionErrors.Check(encrypted, padding, publicKey);
        return Ask(providerName, keyName, () =>
        {
            try
            {
                return SecretBytes.Own(providers.Decrypt(providerName, keyName, encrypted, padding));
            }
            catch (CryptographicException exception) when (KeyStorageErrors.IsDecryptionFailure(exception))
            {
                throw DecryptionErrors.NotForKey(publicKey, padding);
            }
        });
    }

    /// <summary>Reads a key as its provider shows it, with errors in words.</summary>
    internal ProviderKey Read(string providerName, string keyName, string? advice = null)
    {
        Guard.NotBlank(providerName);
        Guard.NotBlank(keyName);
        return Ask(providerName, keyName, () => providers.Read(providerName, keyName), advice);
    }

    /// <summary>Writes a key, with errors in words.</summary>
    internal void Write(ProviderKeySpecification key) => Ask(key.ProviderName, key.KeyName, () =>
    {
        providers.Write(key);
        return true;
    });

    /// <summary>Removes a key, with errors in words.</summary>
    internal void Delete(string providerName, string keyName) => Ask(providerName, keyName, () =>
    {
        providers.Delete(providerName, keyName);
        return true;
    });

    private static T Ask<T>(string providerName, string? keyName, Func<T> call, string? advice = null)
    {
        try
        {
            return call();
        }
        catch (CryptographicException exception)
        {
            throw KeyStorageErrors.FromProvider(providerName, keyName, exception, advice);
        }
        catch (PlatformNotSupportedException exception)
        {
            throw KeyStorageErrors.Unavailable(providerName, keyName, exception);
        }
    }

    private static ConnectorPublicKey PublicKey(string providerName, string keyName, ProviderKey key) => key.PublicBlob.Length > 0
        ? ConnectorPublicKey.Parse(key.PublicBlob, KeyStorageErrors.Name(providerName, keyName))
        : throw KeyStorageErrors.NotRsa(providerName, keyName, key.Algorithm);

    // Of a key that cannot be opened the provider's list may tell; where that fails too, the first failure is the one to report.
    private bool IsListed(string providerName, string keyName)
    {
        try
        {
            return providers.List(providerName).Contains(keyName, StringComparer.OrdinalIgnoreCase);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private ConnectorKeyInfo Put(ConnectorKeyRequest request, byte[]? blob, Predicate<ConnectorPublicKey> isWanted)
    {
        var (providerName, keyName) = (Guard.NotBlank(request.ProviderName), Guard.NotBlank(request.KeyName));
        var exists = Exists(providerName, keyName);
        if (exists && !request.Replace)
        {
            throw KeyStorageErrors.KeyExists(providerName, keyName);
        }

        var key = new ProviderKeySpecification
        {
            ProviderName = providerName,
            KeyName = keyName,
            KeySize = request.KeySize,
            PrivateBlob = blob,
            Exportable = request.Exportable,
            SecurityDescriptor = Describe(request),
        };
        if (exists)
        {
            new KeyReplacement(this).Run(key, isWanted);
        }
        else
        {
            Write(key);
        }

        var written = Get(providerName, keyName);
        return isWanted(written.PublicKey) ? written : throw KeyStorageErrors.NotConfirmed(providerName, keyName);
    }

    // Providers for hardware keep keys in their own way and refuse access lists, unless asked for one: then the refusal must be
    // seen.
    private byte[]? Describe(ConnectorKeyRequest request)
    {
        var sid = FindServiceSid(request);
        return sid is not null || request.ProviderName.Equals(SoftwareProvider, StringComparison.OrdinalIgnoreCase)
            ? KeyAccessRules.Describe(sid) : null;
    }

    private string? FindServiceSid(ConnectorKeyRequest request) =>
        string.IsNullOrWhiteSpace(request.ServiceAccount) ? null : FindAccount(request.ServiceAccount!);
}
