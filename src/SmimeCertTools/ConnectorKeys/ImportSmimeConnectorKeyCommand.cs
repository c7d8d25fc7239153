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

    /// <summary>The file: encrypted PKCS#8, a PFX, or with -PlaintextBlob the earlier scripts' blob.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath", "PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file's password.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [PasswordTransform]
    public SecureString? Password { get; set; }

    /// <summary>Takes a CNG blob in clear, as Export-IntunePrivateKey of the earlier scripts wrote it.</summary>
    [Parameter(ParameterSetName = PlaintextSet, Mandatory = true)]
    public SwitchParameter PlaintextBlob { get; set; }

    /// <summary>The key storage provider.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateKeyName]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>The key's name in it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateKeyName]
    public string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The account that the connector's service runs as, besides SYSTEM and Administrators.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [ValidateNotNullOrEmpty]
    [ValidateKeyName(MaximumLength = int.MaxValue)]
    public string? ServiceAccount { get; set; }

    /// <summary>Whether the provider may give the private half out later, encrypted.</summary>
    [Parameter]
    [Alias("MakeExportable")]
    public SwitchParameter Exportable { get; set; }

    /// <summary>Whether a key of that name is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (FindFile(Path) is not { } path)
        {
            return;
        }

        try
        {
            using var password = Text(Password);
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
