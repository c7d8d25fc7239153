using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>
/// Puts a connector's private key from a file into a key storage provider of this computer, and proves that it works there. So
/// every connector gets the same key.
/// </summary>
[Cmdlet(VerbsData.Import, "SmimeConnectorKey", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeConnectorProviderKey))]
public sealed class ImportSmimeConnectorKeyCommand : ConnectorKeyCommand
{
    private const string PlaintextSet = "Plaintext";

    private InputColumns? _columns;

    /// <summary>The file: encrypted PKCS#8, a PFX, or with -PlaintextBlob the earlier scripts' blob.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath", "PSPath", "FullName")]
    [TextTransform]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file's password.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [PasswordTransform(NeverFails = true)]
    public SecureString? Password { get; set; }

    /// <summary>Files, or objects that name them, as they come by pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <summary>Takes a CNG blob in clear, as Export-IntunePrivateKey of the earlier scripts wrote it.</summary>
    [Parameter(ParameterSetName = PlaintextSet, Mandatory = true)]
    public SwitchParameter PlaintextBlob { get; set; }

    /// <summary>The key storage provider.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [TextTransform]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>The key's name in it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [TextTransform]
    public string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The account that the connector's service runs as, besides SYSTEM and Administrators.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform]
    public string? ServiceAccount { get; set; }

    /// <summary>Whether the provider may give the private half out later, encrypted.</summary>
    [Parameter]
    [Alias("MakeExportable")]
    public SwitchParameter Exportable { get; set; }

    /// <summary>Whether a key of that name is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        _columns = new InputColumns(this);
        _columns.RequireFiles("key file");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        foreach (var reading in _columns!.Readings(InputObject))
        {
            await ProcessAsync(reading);
        }
    }

    private async Task ProcessAsync(InputReading reading)
    {
        var secure = reading.Password(nameof(Password), Password, out var isThere);
        var isGood = reading.IsGood && AreNames(ProviderName, KeyName) && IsAccount(ServiceAccount);
        if (reading.Error(null, null) is { } error)
        {
            WriteError(error);
        }

        foreach (var (path, wrong) in isGood ? reading.Files(Path, null, () => PathErrors.Missing("key file")) : [])
        {
            if (wrong is not null)
            {
                WriteError(wrong);
            }
            else if (PlaintextBlob || isThere
                || PasswordPrompt.TryAsk(this, nameof(Password), CallOutside, out secure))
            {
                await ImportAsync(path!, secure);
            }
            else
            {
                WriteError(InputErrors.PasswordMissing($"'{path}'", path));
            }
        }
    }

    private async Task ImportAsync(string path, SecureString? secure)
    {
        try
        {
            using var password = Text(secure);
            using var file = await ConnectorKeyReader.ReadAsync(path, password, onlyPrivate: true, Cancellation);
            if (file.IsPlaintext != PlaintextBlob)
            {
                WriteError(PlaintextBlob ? ConnectorKeyErrors.NotPlaintext(path) : ConnectorKeyErrors.Plaintext(path));
                return;
            }

            if (file.IsPlaintext)
            {
                WriteWarning($"The file '{path}' holds the private key in clear: whoever has read it can open all records made "
                    + "with the key. Destroy it and its copies (backups, shares, mail) securely once every connector has it.");
            }

            Import(file.PrivateKey!, path);
        }
        catch (SmimeException error)
        {
            WriteItemError(error, path);
        }
    }

    private void Import(ConnectorPrivateKey key, string path)
    {
        var request = new ConnectorKeyRequest
        {
            ProviderName = ProviderName,
            KeyName = KeyName,
            Exportable = Exportable,
            ServiceAccount = ServiceAccount,
            Replace = Force,
        };
        var what = Describe(ProviderName, KeyName);
        var replaces = Force && Storage.Exists(ProviderName, KeyName);
        if (replaces)
        {
            WarnOfDroppedAccounts(request);
        }

        if (!ShouldProcess(what, $"{(replaces ? "Replace by" : "Import")} the connector key in '{path}'")
            || (replaces && !ShouldReplace(what)))
        {
            return;
        }

        var info = Storage.Import(request, key);
        if (IsProven(info))
        {
            WriteObject(new SmimeConnectorProviderKey(info));
        }
    }
}
