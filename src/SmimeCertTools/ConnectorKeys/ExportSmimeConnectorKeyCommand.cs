using System;
using System.IO;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>
/// Writes a connector key to a file: the public half as PEM or CNG blob, or with -Private the whole key as encrypted PEM. A
/// private key never gets into a file in clear.
/// </summary>
[Cmdlet(VerbsData.Export, "SmimeConnectorKey", DefaultParameterSetName = ProviderSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeConnectorKeyFile))]
public sealed class ExportSmimeConnectorKeyCommand : ConnectorKeyCommand
{
    private const string ProviderPrivateSet = "ProviderPrivate";
    private const string PathPrivateSet = "PathPrivate";

    /// <summary>The key storage provider to read from.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ProviderPrivateSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [TextTransform]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>The key's name in it.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = ProviderPrivateSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [TextTransform]
    public string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The key file to read from: a private or a public key.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathPrivateSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [AllowEmptyString]
    [TextTransform]
    public string Path { get; set; } = string.Empty;

    /// <summary>The file to write.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("FilePath")]
    [TextTransform]
    public string Destination { get; set; } = string.Empty;

    /// <summary>The form of the public half.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [Parameter(ParameterSetName = PathSet)]
    [Alias("FileFormat")]
    public SmimePublicKeyFormat Format { get; set; } = SmimePublicKeyFormat.Pem;

    /// <summary>Writes the private key, encrypted, and not the public half.</summary>
    [Parameter(ParameterSetName = ProviderPrivateSet, Mandatory = true)]
    [Parameter(ParameterSetName = PathPrivateSet, Mandatory = true)]
    public SwitchParameter Private { get; set; }

    /// <summary>The password of the private key in the file that is read, and in the one that is written.</summary>
    [Parameter(ParameterSetName = ProviderPrivateSet, Mandatory = true)]
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = PathPrivateSet, Mandatory = true)]
    [PasswordTransform]
    public SecureString? Password { get; set; }

    /// <summary>The password of the file that is written, where it is to be another.</summary>
    [Parameter(ParameterSetName = PathPrivateSet)]
    [PasswordTransform]
    public SecureString? NewPassword { get; set; }

    /// <summary>Whether a file of that name is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private bool IsFromFile => ParameterSetName is PathSet or PathPrivateSet;

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (!IsPath(nameof(Destination), Destination)
            || !(IsFromFile ? IsPath(nameof(Path), Path) : AreNames(ProviderName, KeyName))
            || NewFile(Destination) is not { } destination
            || (Private && !IsPassword(NewPassword ?? Password, destination))
            || (IsFromFile ? FindFile(Path) : string.Empty) is not { } source)
        {
            return;
        }

        try
        {
            OwnerOnlyFile.EnsureFree(destination, Force);
            if (!IsFromFile)
            {
                await ExportFromProviderAsync(destination);
            }
            else if (IsSame(source, destination))
            {
                WriteError(ConnectorKeyErrors.PathsAreSame(source));
            }
            else
            {
                await ExportFromFileAsync(source, destination);
            }
        }
        catch (SmimeException error)
        {
            WriteItemError(error, target: null);
        }
    }

    private async Task ExportFromProviderAsync(string destination)
    {
        var what = Describe(ProviderName, KeyName);
        if (!Private)
        {
            await WritePublicAsync(Storage.OpenPublicKey(ProviderName, KeyName), what, destination);
        }
        else if (ShouldWrite(what, destination))
        {
            using var key = Storage.ExportPrivateKey(ProviderName, KeyName);
            await WritePrivateAsync(key, destination);
        }
    }

    private async Task ExportFromFileAsync(string source, string destination)
    {
        using var password = Text(Password);
        using var file = await ConnectorKeyReader.ReadAsync(source, password, onlyPrivate: Private, Cancellation);
        var what = $"key in '{source}'";
        if (!Private)
        {
            await WritePublicAsync(file.PublicKey, what, destination);
        }
        else if (ShouldWrite(what, destination))
        {
            await WritePrivateAsync(file.PrivateKey!, destination);
        }
    }

    private async Task WritePublicAsync(ConnectorPublicKey key, string what, string destination)
    {
        if (!ShouldWrite(what, destination))
        {
            return;
        }

        await ConnectorKeyWriter.WritePublicAsync(key, Format, destination, Force, Cancellation);
        WriteObject(new SmimeConnectorKeyFile(SmimeConnectorKeyKind.PublicKeyFile, key, destination));
    }

    private async Task WritePrivateAsync(ConnectorPrivateKey key, string destination)
    {
        using var password = Text(NewPassword ?? Password);
        await ConnectorKeyWriter.WritePrivateAsync(key, password, destination, Force, Cancellation);
        WriteObject(new SmimeConnectorKeyFile(SmimeConnectorKeyKind.PrivateKeyFile, key.PublicKey, destination));
    }

    private bool ShouldWrite(string what, string destination)
    {
        var half = Private ? "private key, encrypted" : "public key";
        var replaces = File.Exists(destination);
        return ShouldProcess(destination, $"{(replaces ? "Overwrite with" : "Write")} the {half}, of the {what}");
    }

    private static bool IsSame(string source, string destination) =>
        string.Equals(
            System.IO.Path.GetFullPath(source), System.IO.Path.GetFullPath(destination), StringComparison.OrdinalIgnoreCase);
}
