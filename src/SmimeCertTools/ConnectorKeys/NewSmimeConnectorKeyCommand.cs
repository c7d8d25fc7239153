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
/// Generates the RSA key that protects the passwords of users' PFX files: in a key storage provider of this computer (Windows),
/// or as an encrypted file with its public half beside it (everywhere).
/// </summary>
[Cmdlet(VerbsCommon.New, "SmimeConnectorKey", DefaultParameterSetName = ProviderSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeConnectorProviderKey), ParameterSetName = [ProviderSet])]
[OutputType(typeof(SmimeConnectorKeyFile), ParameterSetName = [PathSet])]
public sealed class NewSmimeConnectorKeyCommand : ConnectorKeyCommand
{
    /// <summary>The key storage provider.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [TextTransform]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>The key's name in it.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [TextTransform]
    public string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The account that the connector's service runs as, besides SYSTEM and Administrators.</summary>
    [Parameter(ParameterSetName = ProviderSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform]
    public string? ServiceAccount { get; set; }

    /// <summary>Whether the provider may give the private half out later, encrypted.</summary>
    [Parameter(ParameterSetName = ProviderSet)]
    [Alias("MakeExportable")]
    public SwitchParameter Exportable { get; set; }

    /// <summary>The file that the private half is written to, as encrypted PKCS#8 PEM.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>The password that the file is encrypted with.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [PasswordTransform]
    public SecureString? Password { get; set; }

    /// <summary>The file that the public half is written to; left out: beside the other, as name.pub.pem.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? PublicKeyPath { get; set; }

    /// <summary>Bits of the modulus.</summary>
    [Parameter]
    [Alias("KeyLength")]
    [ValidateSet("2048", "3072", "4096")]
    public int KeySize { get; set; } = ConnectorPrivateKey.DefaultKeySize;

    /// <summary>Whether a key or file of that name is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        try
        {
            if (ParameterSetName == PathSet)
            {
                await CreateFilesAsync();
            }
            else if (AreNames(ProviderName, KeyName) && IsAccount(ServiceAccount))
            {
                CreateInProvider();
            }
        }
        catch (SmimeException error)
        {
            WriteItemError(error, target: null);
        }
    }

    private void CreateInProvider()
    {
        var request = new ConnectorKeyRequest
        {
            ProviderName = ProviderName,
            KeyName = KeyName,
            KeySize = KeySize,
            Exportable = Exportable,
            ServiceAccount = ServiceAccount,
            Replace = Force,
        };
        var replaces = Force && Storage.Exists(ProviderName, KeyName);
        if (replaces)
        {
            WarnOfDroppedAccounts(request);
        }

        var what = Describe(ProviderName, KeyName);
        if (!ShouldProcess(what, $"{(replaces ? "Replace" : "Create")} connector key of {KeySize} bits")
            || (replaces && !ShouldReplace(what)))
        {
            return;
        }

        var info = Storage.Create(request);
        if (!Exportable)
        {
            WriteWarning($"The {what} exists on this computer alone and cannot be exported. For more than one connector, or to "
                + "keep a copy, make it with -Exportable, or with -Path and import it on each connector.");
        }

        if (IsProven(info))
        {
            WriteObject(new SmimeConnectorProviderKey(info));
        }
    }

    private async Task CreateFilesAsync()
    {
        if (NewFile(Path) is not { } path
            || (PublicKeyPath is null ? DefaultPublicKeyPath(path) : NewFile(PublicKeyPath)) is not { } publicKeyPath
            || !IsPassword(Password, path))
        {
            return;
        }

        if (string.Equals(path, publicKeyPath, StringComparison.OrdinalIgnoreCase))
        {
            WriteError(ConnectorKeyErrors.PathsAreSame(path));
            return;
        }

        OwnerOnlyFile.EnsureFree(path, Force);
        OwnerOnlyFile.EnsureFree(publicKeyPath, Force);
        var replaces = File.Exists(path);
        if (!ShouldProcess(
                $"'{path}' and '{publicKeyPath}'",
                $"{(replaces ? "Replace" : "Create")} connector key of {KeySize} bits")
            || (replaces && !ShouldReplace($"the private key file '{path}'")))
        {
            return;
        }

        using var password = Text(Password);
        using var key = ConnectorPrivateKey.Generate(KeySize, path);
        await ConnectorKeyWriter.WritePairAsync(key, password, path, publicKeyPath, Force, Cancellation);
        WriteObject(new SmimeConnectorKeyFile(SmimeConnectorKeyKind.PrivateKeyFile, key.PublicKey, path, publicKeyPath));
    }

    // connector.pem and connector.pub.pem.
    private static string DefaultPublicKeyPath(string path) => System.IO.Path.ChangeExtension(path, ".pub.pem");
}
