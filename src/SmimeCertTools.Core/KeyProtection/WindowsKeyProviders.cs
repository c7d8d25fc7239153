using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Security.Principal;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Windows' CNG key storage providers. Only machine keys are opened: the connector's service cannot use a key of the
/// administrator's own profile, and a key of the same name there would be the wrong one.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsKeyProviders : IKeyProviders
{
    // Silent: a provider that wants to show a window would wait for ever in a scheduled task.
    private const CngKeyOpenOptions OpenOptions = CngKeyOpenOptions.MachineKey | CngKeyOpenOptions.Silent;

    private const string SecurityDescriptorProperty = "Security Descr"; // NCRYPT_SECURITY_DESCR_PROPERTY
    private const CngPropertyOptions Dacl = (CngPropertyOptions)4; // DACL_SECURITY_INFORMATION
    private const string AlgorithmGroupProperty = "Algorithm Group"; // NCRYPT_ALGORITHM_GROUP_PROPERTY
    private const string AlgorithmNameProperty = "Algorithm Name"; // NCRYPT_ALGORITHM_PROPERTY
    private const string LengthProperty = "Length"; // NCRYPT_LENGTH_PROPERTY
    private const string FullPrivateBlob = "RSAFULLPRIVATEBLOB";
    private const int MaximumNameLength = 512; // longer ones make NTAccount throw
    private const int EnumerationFlags = 0x20 | 0x40; // NCRYPT_MACHINE_KEY_FLAG, NCRYPT_SILENT_FLAG
    private const int BadKeysetEntry = unchecked((int)0x8009001A); // NTE_KEYSET_ENTRY_BAD
    private const int NoMoreItems = unchecked((int)0x8009002A); // NTE_NO_MORE_ITEMS

    /// <inheritdoc/>
    public bool Exists(string providerName, string keyName) => CngKey.Exists(keyName, new CngProvider(providerName), OpenOptions);

    /// <inheritdoc/>
    public IReadOnlyList<string> List(string providerName)
    {
        Check(NCryptOpenStorageProvider(out var provider, providerName, 0));
        using (provider)
        {
            var names = new List<string>();
            var state = IntPtr.Zero;
            try
            {
                int result;
                while ((result = NCryptEnumKeys(provider, IntPtr.Zero, out var entry, ref state, EnumerationFlags)) == 0)
                {
                    // NCryptKeyName begins with the pointer to the name.
                    names.Add(Marshal.PtrToStringUni(Marshal.ReadIntPtr(entry)) ?? string.Empty);
                    _ = NCryptFreeBuffer(entry);
                }

                Check(result == NoMoreItems ? 0 : result);
                return names;
            }
            finally
            {
                if (state != IntPtr.Zero)
                {
                    _ = NCryptFreeBuffer(state);
                }
            }
        }
    }

    /// <inheritdoc/>
    public ProviderKey Read(string providerName, string keyName)
    {
        using var key = Open(providerName, keyName);

        // By the properties themselves: the framework's own ones throw ArgumentException where a damaged key has no text in them.
        var algorithm = ReadText(key, AlgorithmGroupProperty) ?? ReadText(key, AlgorithmNameProperty)
            ?? throw new CryptographicException(BadKeysetEntry);
        return new ProviderKey
        {
            Algorithm = algorithm,
            PublicBlob = algorithm == CngAlgorithmGroup.Rsa.AlgorithmGroup
                ? key.Export(new CngKeyBlobFormat("RSAPUBLICBLOB")) : [],
            IsExportable = KeyExportPolicy.IsExportable(key.ExportPolicy),
            ExportPolicy = (int)key.ExportPolicy,
            SecurityDescriptor = ReadSecurityDescriptor(key),
        };
    }

    /// <inheritdoc/>
    public void Write(ProviderKeySpecification key)
    {
        var parameters = new CngKeyCreationParameters
        {
            Provider = new CngProvider(key.ProviderName),
            KeyCreationOptions = CngKeyCreationOptions.MachineKey
                | (key.Overwrite ? CngKeyCreationOptions.OverwriteExistingKey : CngKeyCreationOptions.None),
            ExportPolicy = key.ExportPolicy is { } policy ? (CngExportPolicies)policy
                : key.Exportable ? CngExportPolicies.AllowExport | CngExportPolicies.AllowPlaintextExport
                : CngExportPolicies.None,
        };

        // Properties are set before NCryptFinalizeKey makes the key, so it never exists under another access list. The blob's
        // copy in its property is the framework's and cannot be overwritten.
        if (key.SecurityDescriptor is { } descriptor)
        {
            parameters.Parameters.Add(new CngProperty(SecurityDescriptorProperty, descriptor, CngPropertyOptions.Persist | Dacl));
        }

        parameters.Parameters.Add(key.PrivateBlob is { } blob
            ? new CngProperty(FullPrivateBlob, blob, CngPropertyOptions.None)
            : new CngProperty(LengthProperty, BitConverter.GetBytes(key.KeySize), CngPropertyOptions.None));
        CngKey.Create(CngAlgorithm.Rsa, key.KeyName, parameters).Dispose();
    }

    /// <inheritdoc/>
    public void Delete(string providerName, string keyName)
    {
        using var key = Open(providerName, keyName);
        key.Delete();
    }

    /// <inheritdoc/>
    public RSAParameters Export(string providerName, string keyName)
    {
        using var key = Open(providerName, keyName);
        using var rsa = new RSACng(key);
        return rsa.ExportParameters(includePrivateParameters: true);
    }

    /// <inheritdoc/>
    public byte[] Decrypt(string providerName, string keyName, byte[] encrypted, UserPfxPaddingScheme padding)
    {
        using var key = Open(providerName, keyName);
        using var rsa = new RSACng(key);
        return rsa.Decrypt(encrypted, RsaOaep.NativePadding(padding));
    }

    /// <inheritdoc/>
    public string? FindSid(string account)
    {
        // The local computer's short name is the service manager's; account look-ups do not know it.
        var name = account.StartsWith(@".\", StringComparison.Ordinal) ? Environment.MachineName + account.Substring(1) : account;
        return name.Length > MaximumNameLength ? null : Translate<SecurityIdentifier>(new NTAccount(name));
    }

    /// <inheritdoc/>
    public string? FindAccount(string sid) => Translate<NTAccount>(new SecurityIdentifier(sid));

    private static string? Translate<T>(IdentityReference identity) where T : IdentityReference
    {
        try
        {
            return identity.Translate(typeof(T)).Value;
        }
        catch (Exception e) when (e is IdentityNotMappedException or Win32Exception || e.GetType() == typeof(SystemException))
        {
            // Unknown, or the domain cannot be asked now, for which .NET Framework throws a bare SystemException.
            return null;
        }
    }

    private static CngKey Open(string providerName, string keyName) =>
        CngKey.Open(keyName, new CngProvider(providerName), OpenOptions);

    private static string? ReadText(CngKey key, string property)
    {
        if (!key.HasProperty(property, CngPropertyOptions.None)
            || key.GetProperty(property, CngPropertyOptions.None).GetValue() is not { } value)
        {
            return null;
        }

        var text = Encoding.Unicode.GetString(value).TrimEnd('\0');
        return text.Length > 0 ? text : null;
    }

    private static byte[]? ReadSecurityDescriptor(CngKey key)
    {
        try
        {
            return key.GetProperty(SecurityDescriptorProperty, Dacl).GetValue();
        }
        catch (CryptographicException)
        {
            // Providers for hardware have none, or do not show it.
            return null;
        }
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new CryptographicException(result);
        }
    }

    [DllImport("ncrypt.dll", CharSet = CharSet.Unicode, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int NCryptOpenStorageProvider(out SafeNCryptProviderHandle provider, string name, int flags);

    [DllImport("ncrypt.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int NCryptEnumKeys(
        SafeNCryptProviderHandle provider, IntPtr scope, out IntPtr keyName, ref IntPtr state, int flags);

    [DllImport("ncrypt.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int NCryptFreeBuffer(IntPtr buffer);
}
