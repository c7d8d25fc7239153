using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>
/// Checks of one connector key, in a file or in a provider. A check that fails is a finding, never an exception; the key itself
/// has to be there.
/// </summary>
public sealed class ConnectorKeyTest
{
    private static readonly UserPfxPaddingScheme[] Paddings =
        [UserPfxPaddingScheme.OaepSha256, UserPfxPaddingScheme.OaepSha384, UserPfxPaddingScheme.OaepSha512];

    private readonly Func<byte[], UserPfxPaddingScheme, SecretBytes> _decrypt;
    private readonly IKeyStorage? _storage;

    private ConnectorKeyTest(ConnectorPublicKey publicKey, Func<byte[], UserPfxPaddingScheme, SecretBytes> decrypt,
        IKeyStorage? storage = null, ConnectorKeyInfo? info = null) =>
        (PublicKey, _decrypt, _storage, Info) = (publicKey, decrypt, storage, info);

    /// <summary>The public half of the key that is checked.</summary>
    public ConnectorPublicKey PublicKey { get; }

    /// <summary>What the provider says of the key; null for a key in memory.</summary>
    public ConnectorKeyInfo? Info { get; }

    /// <summary>Checks a key in memory, which the caller keeps alive and disposes of.</summary>
    public static ConnectorKeyTest Of(ConnectorPrivateKey key) => new(Guard.NotNull(key).PublicKey, key.Decrypt);

    /// <summary>Checks a key in a provider.</summary>
    /// <exception cref="KeyProtectionException">There is no such key, it may not be opened, or it is not RSA.</exception>
    public static ConnectorKeyTest Of(IKeyStorage storage, string providerName, string keyName)
    {
        var info = Guard.NotNull(storage).Get(providerName, keyName);
        return new ConnectorKeyTest(
            info.PublicKey, (encrypted, padding) => storage.Decrypt(providerName, keyName, encrypted, padding), storage, info);
    }

    /// <summary>
    /// Encrypts a random password with the public half, decrypts it with the private half and compares: one finding for each
    /// padding that Intune accepts. For a key in a provider it also shows that this account may use it.
    /// </summary>
    public IReadOnlyList<ConnectorKeyFinding> RoundTrip() => Paddings.Select(RoundTrip).ToList();

    /// <summary>Compares the public half with <paramref name="publicKey"/>, which records are encrypted with.</summary>
    public ConnectorKeyFinding Matches(ConnectorPublicKey publicKey)
    {
        Guard.NotNull(publicKey);
        return publicKey.Fingerprint == PublicKey.Fingerprint
            ? Passed("PublicKey", $"'{publicKey.Source}' is the public half of '{PublicKey.Source}'.")
            : Failed("PublicKey",
                $"'{publicKey.Source}' is not the public half of '{PublicKey.Source}': what is encrypted with it cannot be "
                + "opened with that key. Export the public half again.");
    }

    /// <summary>Decrypts with the private half; the caller disposes of the result.</summary>
    /// <exception cref="KeyProtectionException">It was not encrypted for this key, or the key may not be used.</exception>
    internal SecretBytes Decrypt(byte[] encrypted, UserPfxPaddingScheme padding) => _decrypt(encrypted, padding);

    /// <summary>Says whether the connector's service may use the key, as far as the key's access list tells.</summary>
    /// <param name="account">
    /// The account that the service runs as, as <see cref="IKeyStorage.FindAccount"/> takes it; null for SYSTEM, its default.
    /// </param>
    public ConnectorKeyFinding MayBeUsedBy(string? account)
    {
        const string Id = "ServiceAccount";
        var name = string.IsNullOrWhiteSpace(account) ? "LocalSystem" : account!;
        if (_storage is null || Info is null)
        {
            return Unknown(Id,
                "The key is in a file, which the connector does not read. Import it into a provider on the connector's server.");
        }

        string sid;
        try
        {
            sid = _storage.FindAccount(name);
        }
        catch (KeyProtectionException exception)
        {
            return Failed(Id, exception.Message);
        }

        var key = PublicKey.Source;
        return KeyAccessRules.Evaluate(Info.Access, sid) switch
        {
            ConnectorKeyUse.Allowed => Passed(Id, $"'{name}' may use the key '{key}'."),
            ConnectorKeyUse.Denied => Failed(
                Id, $"The access list of the key '{key}' denies '{name}' its use. Remove the entry that denies it."),
            ConnectorKeyUse.NotListed => Failed(Id,
                $"'{name}' may not use the key '{key}': no entry of its access list names it. Add the account to the "
                + "list, or import the key again for it."),
            ConnectorKeyUse.DependsOnGroup => Unknown(Id,
                $"'{name}' may use the key '{key}' only by way of another entry of its access list ({Groups(sid)}), if it is a "
                + "member of that group. Check its memberships, or import the key again for this account."),
            _ => Unknown(Id,
                $"The provider shows no access list of the key '{key}'. Check with the provider's own tools that '{name}' may "
                + "use it."),
        };
    }

    internal static ConnectorKeyFinding Passed(string id, string message) => new(id, SmimeConnectorKeyCheck.Passed, message);

    internal static ConnectorKeyFinding Failed(string id, string message) => new(id, SmimeConnectorKeyCheck.Failed, message);

    internal static ConnectorKeyFinding Unknown(string id, string message) => new(id, SmimeConnectorKeyCheck.Unknown, message);

    private ConnectorKeyFinding RoundTrip(UserPfxPaddingScheme padding)
    {
        var id = "RoundTrip" + padding;
        try
        {
            using var password = RandomPassword.Create();
            var encrypted = new PasswordProtector(PublicKey, padding).Protect(password, PublicKey.Source);
            using var decrypted = _decrypt(encrypted, padding);
            return IsSame(password.Span, decrypted.Span)
                ? Passed(id, $"A password encrypted with {padding} comes back.")
                : Failed(id, $"The key '{PublicKey.Source}' decrypts with {padding}, but to something else than was encrypted.");
        }
        catch (KeyProtectionException exception)
        {
            return Failed(id, exception.Message);
        }
    }

    private static bool IsSame(ReadOnlySpan<char> text, ReadOnlySpan<byte> ascii)
    {
        var difference = text.Length ^ ascii.Length;
        for (var i = 0; i < Math.Min(text.Length, ascii.Length); i++)
        {
            difference |= text[i] ^ ascii[i];
        }

        return difference == 0;
    }

    private string Groups(string sid) => string.Join(
        ", ", Info!.Access!.Where(entry => entry.CanUse && entry.Sid != sid).Select(entry => entry.Account).Distinct().Take(5));
}
