using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using SmimeCertTools.Core.KeyProtection;

namespace SmimeCertTools.Core.Tests.KeyProtection;

/// <summary>
/// Key storage providers in memory with real RSA, which answer as Windows' do: the software provider, and one for hardware that
/// takes no access lists. <see cref="Substitute"/> puts them in the place of the machine's.
/// </summary>
internal sealed class MemoryKeyProviders : IKeyProviders
{
    public const string SoftwareProvider = "Microsoft Software Key Storage Provider";
    public const string HardwareProvider = "Microsoft Platform Crypto Provider";
    public const string ServiceAccount = @"CONTOSO\svc-intune";
    public const string ServiceSid = "S-1-5-21-1004336348-1177238915-682003330-1105";

    public const int NotFound = unchecked((int)0x80090016); // NTE_BAD_KEYSET
    public const int NoProvider = unchecked((int)0x80090019); // NTE_KEYSET_NOT_DEF
    public const int Exists = unchecked((int)0x8009000F); // NTE_EXISTS
    public const int NotSupported = unchecked((int)0x80090029); // NTE_NOT_SUPPORTED
    public const int NoProviderDll = unchecked((int)0x8009001E); // NTE_PROV_DLL_NOT_FOUND
    public const int DamagedKeyset = unchecked((int)0x8009001A); // NTE_KEYSET_ENTRY_BAD
    public const int AllowExport = 1; // NCRYPT_ALLOW_EXPORT_FLAG
    public const int AllowExportInClear = 3; // with NCRYPT_ALLOW_PLAINTEXT_EXPORT_FLAG
    public const int BadData = unchecked((int)0x80090005); // NTE_BAD_DATA

    private readonly Dictionary<(string Provider, string Name), Entry> _keys = [];

    /// <summary>Account names and SIDs, in both directions; the first name of a SID is the one it is shown by.</summary>
    public List<(string Name, string Sid)> Accounts { get; } =
    [
        (@"NT AUTHORITY\SYSTEM", "S-1-5-18"),
        (@"BUILTIN\Administrators", "S-1-5-32-544"),
        (ServiceAccount, ServiceSid),
        ("svc-intune@contoso.com", ServiceSid),
    ];

    /// <summary>The result that a write ends with instead of making the key; null to make it.</summary>
    public Func<ProviderKeySpecification, int?> WriteFault { get; set; } = _ => null;

    /// <summary>What is done before a write fails.</summary>
    public Action<ProviderKeySpecification> BeforeFault { get; set; } = _ => { };

    /// <summary>Makes these the providers of this test, and of what it starts, until the result is disposed of.</summary>
    public IDisposable Substitute() => KeyStorage.Substitute(new ConnectorKeyStorage(this));

    /// <summary>Puts a key there that no connector can use.</summary>
    public void AddEc(string providerName, string keyName) =>
        _keys[(providerName, keyName)] = new Entry("ECDSA", null, 0, null);

    /// <summary>Puts a key there that does not open any more: every reading ends with <paramref name="result"/>.</summary>
    public void AddDamaged(string providerName, string keyName, int result) =>
        _keys[(providerName, keyName)] = new Entry("RSA", null, 0, null, Result: result);

    /// <summary>Puts an RSA key there whose public half is not what the provider says.</summary>
    public void AddGarbled(string providerName, string keyName) =>
        _keys[(providerName, keyName)] = new Entry("RSA", null, 0, null, Garbled: [1, 2, 3, 4]);

    /// <summary>Gives a key another export policy, in CNG's bits.</summary>
    public void SetExportPolicy(string providerName, string keyName, int policy) =>
        _keys[(providerName, keyName)] = Find(providerName, keyName) with { ExportPolicy = policy };

    /// <summary>The export policy of a key, in CNG's bits.</summary>
    public int ExportPolicyOf(string providerName, string keyName) => Find(providerName, keyName).ExportPolicy;

    /// <summary>Gives a key another access list.</summary>
    public void SetSecurityDescriptor(string providerName, string keyName, byte[]? descriptor) =>
        _keys[(providerName, keyName)] = Find(providerName, keyName) with { SecurityDescriptor = descriptor };

    bool IKeyProviders.Exists(string providerName, string keyName)
    {
        CheckProvider(providerName);
        return _keys.TryGetValue((providerName, keyName), out var key)
            && (key.Result == 0 ? true : throw new CryptographicException(key.Result));
    }

    public IReadOnlyList<string> List(string providerName)
    {
        CheckProvider(providerName);
        return [.. _keys.Keys.Where(key => key.Provider == providerName).Select(key => key.Name)];
    }

    public ProviderKey Read(string providerName, string keyName)
    {
        var key = Find(providerName, keyName);
        return new ProviderKey
        {
            Algorithm = key.Algorithm,
            PublicBlob = key.Rsa is { } rsa
                ? PublicBlob(rsa.ExportParameters(includePrivateParameters: false))
                : key.Garbled ?? [],
            IsExportable = key.ExportPolicy != 0,
            ExportPolicy = key.ExportPolicy,
            SecurityDescriptor = key.SecurityDescriptor,
        };
    }

    public void Write(ProviderKeySpecification key)
    {
        CheckProvider(key.ProviderName);
        if (WriteFault(key) is { } fault)
        {
            BeforeFault(key);
            throw new CryptographicException(fault);
        }

        if (key.ProviderName == HardwareProvider && key.SecurityDescriptor is not null)
        {
            throw new CryptographicException(NotSupported);
        }

        if (!key.Overwrite && _keys.ContainsKey((key.ProviderName, key.KeyName)))
        {
            throw new CryptographicException(Exists);
        }

        var rsa = key.PrivateBlob is { } blob ? RSA.Create(CngRsaBlob.ReadPrivate(blob)) : RSA.Create(key.KeySize);
        _keys[(key.ProviderName, key.KeyName)] = new Entry(
            "RSA", rsa, key.ExportPolicy ?? (key.Exportable ? AllowExportInClear : 0), (byte[]?)key.SecurityDescriptor?.Clone());
    }

    public void Delete(string providerName, string keyName)
    {
        Find(providerName, keyName);
        _keys.Remove((providerName, keyName));
    }

    public RSAParameters Export(string providerName, string keyName)
    {
        var key = Find(providerName, keyName);
        return key.ExportPolicy != 0
            ? key.Rsa!.ExportParameters(includePrivateParameters: true)
            : throw new CryptographicException(NotSupported);
    }

    public byte[] Decrypt(string providerName, string keyName, byte[] encrypted, UserPfxPaddingScheme padding)
    {
        var key = Find(providerName, keyName);
        try
        {
            return key.Rsa!.Decrypt(encrypted, RsaOaep.NativePadding(padding));
        }
        catch (CryptographicException)
        {
            throw new CryptographicException(BadData);
        }
    }

    public string? FindSid(string account) => Accounts
        .Where(known => known.Name.Equals(account, StringComparison.OrdinalIgnoreCase))
        .Select(known => known.Sid)
        .FirstOrDefault();

    public string? FindAccount(string sid) =>
        Accounts.Where(known => known.Sid == sid).Select(known => known.Name).FirstOrDefault();

    // By the vendor's description, apart from the code under test.
    private static byte[] PublicBlob(RSAParameters key) =>
    [
        .. "RSA1"u8,
        .. BitConverter.GetBytes(key.Modulus!.Length * 8),
        .. BitConverter.GetBytes(key.Exponent!.Length),
        .. BitConverter.GetBytes(key.Modulus.Length),
        .. new byte[8],
        .. key.Exponent,
        .. key.Modulus,
    ];

    private static void CheckProvider(string providerName)
    {
        if (providerName is not (SoftwareProvider or HardwareProvider))
        {
            throw new CryptographicException(NoProvider);
        }
    }

    private Entry Find(string providerName, string keyName)
    {
        CheckProvider(providerName);
        return !_keys.TryGetValue((providerName, keyName), out var key) ? throw new CryptographicException(NotFound)
            : key.Result == 0 ? key
            : throw new CryptographicException(key.Result);
    }

    private sealed record Entry(
        string Algorithm, RSA? Rsa, int ExportPolicy, byte[]? SecurityDescriptor, int Result = 0, byte[]? Garbled = null);
}
