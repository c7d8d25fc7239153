using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>Shows the connector keys of a key storage provider, or what key a file holds. Nothing secret is shown.</summary>
[Cmdlet(VerbsCommon.Get, "SmimeConnectorKey", DefaultParameterSetName = ProviderSet)]
[OutputType(typeof(SmimeConnectorProviderKey), ParameterSetName = [ProviderSet])]
[OutputType(typeof(SmimeConnectorKeyFile), ParameterSetName = [PathSet, LiteralPathSet])]
public sealed class GetSmimeConnectorKeyCommand : ConnectorKeyCommand
{
    private const string LiteralPathSet = "LiteralPath";
    private const string AllKeys = "*";

    /// <summary>Only keys of these names; wildcards are allowed. Left out: all RSA keys of the provider.</summary>
    [Parameter(ParameterSetName = ProviderSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateKeyName]
    [SupportsWildcards]
    public string[]? KeyName { get; set; }

    /// <summary>The key storage provider.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateKeyName]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>Key files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Key files by exact name, as Get-ChildItem hands them on.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The password of private keys in files.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [PasswordTransform]
    public SecureString? Password { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (ParameterSetName == ProviderSet)
        {
            ShowProvider();
            return;
        }

        var literal = ParameterSetName == LiteralPathSet;
        foreach (var (file, error) in this.ResolveInput(
            literal ? LiteralPath : Path, literal, () => PathErrors.Missing("key file")))
        {
            if (error is not null)
            {
                WriteError(error);
            }
            else
            {
                await ShowFileAsync(file!);
            }
        }
    }

    private void ShowProvider()
    {
        var names = KeyName ?? [AllKeys];
        try
        {
            foreach (var name in names.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)))
            {
                Show(name);
            }

            var patterns = names.Where(WildcardPattern.ContainsWildcardCharacters).ToList();
            if (patterns.Count > 0)
            {
                ShowMatching(patterns);
            }
        }
        catch (KeyProtectionException error)
        {
            WriteItemError(error, ProviderName);
        }
    }

    private void Show(string name)
    {
        try
        {
            WriteObject(new SmimeConnectorProviderKey(Storage.Get(ProviderName, name)));
        }
        catch (KeyProtectionException error)
        {
            WriteItemError(error, name);
        }
    }

    private void ShowMatching(List<string> patterns)
    {
        var matchers = patterns.ConvertAll(pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase));
        // A key of exactly that name is meant as well: names may have brackets.
        var names = Storage.List(ProviderName)
            .Where(name => patterns.Contains(name) || matchers.Exists(matcher => matcher.IsMatch(name)));
        foreach (var name in names.OrderBy(name => name, StringComparer.OrdinalIgnoreCase))
        {
            ConnectorKeyInfo info;
            try
            {
                info = Storage.Get(ProviderName, name);
            }
            catch (KeyProtectionException error)
            {
                Skip(error, isAsked: !patterns.Contains(AllKeys));
                continue;
            }

            WriteObject(new SmimeConnectorProviderKey(info));
        }
    }

    // A provider holds many keys that are none of ours, and some that not even administrators may open.
    private void Skip(KeyProtectionException error, bool isAsked)
    {
        var isOther = error.Kind is KeyProtectionErrorKind.PublicKeyNotRsa or KeyProtectionErrorKind.PublicKeyWeak;
        if (isAsked && !isOther)
        {
            WriteWarning(error.Message);
        }
        else
        {
            WriteVerbose("Skipped: " + error.Message);
        }
    }

    private async Task ShowFileAsync(string path)
    {
        try
        {
            using var password = Text(Password);
            using var file = await ConnectorKeyReader.ReadAsync(path, password, onlyPrivate: false, Cancellation);
            WriteObject(new SmimeConnectorKeyFile(Kind(file), file.PublicKey, path));
        }
        catch (SmimeException error)
        {
            WriteItemError(error, path);
        }
    }

    private static SmimeConnectorKeyKind Kind(ConnectorKeyContent file) => file switch
    {
        { PrivateKey: null } => SmimeConnectorKeyKind.PublicKeyFile,
        { IsPlaintext: true } => SmimeConnectorKeyKind.PlaintextPrivateKeyFile,
        _ => SmimeConnectorKeyKind.PrivateKeyFile,
    };
}
