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

    private InputColumns? _columns;

    /// <summary>Only keys of these names; wildcards are allowed. Left out: all RSA keys of the provider.</summary>
    [Parameter(ParameterSetName = ProviderSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [SupportsWildcards]
    [TextTransform(AllowMany = true)]
    public string[]? KeyName { get; set; }

    /// <summary>The key storage provider.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [TextTransform]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>Key files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath")]
    [SupportsWildcards]
    [TextTransform(AllowMany = true)]
    public string[] Path { get; set; } = [];

    /// <summary>Key files by exact name, as Get-ChildItem hands them on.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [TextTransform(AllowMany = true)]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The password of private keys in files.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PasswordTransform(NeverFails = true)]
    public SecureString? Password { get; set; }

    /// <summary>Files, or objects that name them, as they come by pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        _columns = new InputColumns(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        foreach (var reading in _columns!.Readings(InputObject))
        {
            var password = reading.Password(nameof(Password), Password, out _);
            if (reading.HasFile(Path, LiteralPath))
            {
                await ShowFilesAsync(reading, password);
            }
            else if (reading.Item is null || reading.Has(nameof(KeyName), KeyName)
                || reading.Has(nameof(ProviderName), ProviderName))
            {
                ShowProvider(reading);
            }
            else
            {
                WriteError(PathErrors.Missing("key file"));
            }
        }
    }

    private async Task ShowFilesAsync(InputReading reading, SecureString? password)
    {
        foreach (var (file, error) in reading.Files(Path, LiteralPath, () => PathErrors.Missing("key file")))
        {
            if ((error ?? reading.Error(file is null ? null : $"'{file}'", file)) is { } wrong)
            {
                WriteError(wrong);
            }
            else
            {
                await ShowFileAsync(file!, password);
            }
        }
    }

    private void ShowProvider(InputReading reading)
    {
        var given = reading.Texts(nameof(KeyName), KeyName);
        var provider = reading.Text(nameof(ProviderName), ProviderName);
        ProviderName = provider.Length > 0 ? provider : ConnectorKeyDefaults.ProviderName;
        IReadOnlyList<string> names = reading.Has(nameof(KeyName), KeyName) || _columns!.IsGiven(nameof(KeyName))
            ? given.Length > 0 ? given : [string.Empty] : [AllKeys];
        if (reading.Error(null, null) is { } error)
        {
            WriteError(error);
            return;
        }

        if (!names.All(name => AreNames(ProviderName, name))
            || (_columns!.IsGiven(nameof(ProviderName)) && !AreNames(provider, AllKeys)))
        {
            return;
        }

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
        catch (KeyProtectionException failure)
        {
            WriteItemError(failure, ProviderName);
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

    private async Task ShowFileAsync(string path, SecureString? secure)
    {
        try
        {
            using var password = Text(secure);
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
