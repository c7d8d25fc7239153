using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Async;
using SmimeCertTools.Completion;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Models;
using SmimeCertTools.Parameters;

namespace SmimeCertTools.Commands;

/// <summary>
/// What the cmdlets share that turn users' PFX files into protected records: which files, whose they are, how to open them, and the connector
/// key that protects their passwords.
/// </summary>
public abstract class UserPfxInputCommand : FanOutCmdlet
{
    /// <summary>The parameter set of files by path or wildcard.</summary>
    protected const string PathSet = "Path";

    /// <summary>The parameter set of files by exact path.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    private UserPfxProtection? _protection;

    /// <summary>PFX files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PathToPfxFile")]
    [SupportsWildcards]
    [AllowEmptyString]
    public string[] Path { get; set; } = [];

    /// <summary>PFX files by exact name, as Get-ChildItem hands them on.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [AllowEmptyString]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The user the certificates are for.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [UserPrincipalNameTransform]
    [AllowEmptyString]
    public string UserPrincipalName { get; set; } = string.Empty;

    /// <summary>The password of the PFX files.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [PasswordTransform]
    public SecureString? Password { get; set; }

    /// <summary>The purpose that profiles match on; left out, it follows the certificate's key usage.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [PurposeTransform]
    [ArgumentCompleter(typeof(ImportPurposeCompleter))]
    public UserPfxPurpose? IntendedPurpose { get; set; }

    /// <summary>
    /// The connector's public key: PEM, DER or a CNG blob. Left out, the key is taken from this machine's key storage provider (Windows).
    /// </summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Alias("KeyFilePath")]
    [ValidateNotNullOrEmpty]
    public string? PublicKeyPath { get; set; }

    /// <summary>The key storage provider that holds the private key on the connectors.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [ValidateNotNullOrEmpty]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>The key's name in that provider.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateNotNullOrEmpty]
    public string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The padding that the password is encrypted with.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateSet(nameof(UserPfxPaddingScheme.OaepSha256), nameof(UserPfxPaddingScheme.OaepSha384), nameof(UserPfxPaddingScheme.OaepSha512))]
    public UserPfxPaddingScheme PaddingScheme { get; set; } = UserPfxPaddingScheme.OaepSha512;

    /// <summary>How many certificates are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected sealed override int MaxConcurrency => ThrottleLimit;

    /// <summary>Whether this input object names files (and not a record made before).</summary>
    private protected bool HasFiles => ParameterSetName is PathSet or LiteralPathSet;

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        // Before the first input object arrives PowerShell cannot say whether files or records will come, unless the caller did.
        if (PublicKeyPath is not null || (HasFiles && !MyInvocation.ExpectingInput))
        {
            await LoadProtectionAsync();
        }
    }

    /// <summary>Starts an item for each file this input object stands for.</summary>
    private protected async Task StartFilesAsync()
    {
        var protection = _protection ?? await LoadProtectionAsync();
        var literal = ParameterSetName == LiteralPathSet;
        foreach (var path in literal ? LiteralPath : Path)
        {
            if (string.IsNullOrWhiteSpace(path))
            {
                FailItem(UserPrincipalName, path, UserPfxInputErrors.PathMissing(UserPrincipalName));
                continue;
            }

            var resolved = Resolve(path, literal);
            if (resolved.Error is { } error)
            {
                FailItem(UserPrincipalName, path, error);
                continue;
            }

            foreach (var file in resolved.Paths)
            {
                await StartFileAsync(file, protection);
            }
        }
    }

    /// <summary>Works on one prepared record; what goes wrong with it is written, not thrown.</summary>
    private protected abstract Task FinishFileAsync(PreparedUserPfx prepared, int ticket, System.Threading.CancellationToken cancellation);

    /// <summary>Reports an item that failed before a record came of it.</summary>
    private protected abstract void FailItem(string userPrincipalName, string? path, ErrorRecord error);

    /// <summary>Gives an item its place in the order of input.</summary>
    private protected virtual int TakeTicket() => 0;

    /// <summary>Whether an item is still to be worked on; a cmdlet says no when nothing can succeed any more.</summary>
    private protected virtual bool IsWorthTrying(string userPrincipalName, string? path) => true;

    /// <summary>Gives an item's place in the order of input back when nothing came of it.</summary>
    private protected virtual void DropTicket(int ticket)
    {
    }

    private ResolvedPath Resolve(string path, bool literal)
    {
        // "alice[2024].pfx" is a file's name more often than a pattern.
        if (!literal && WildcardPattern.ContainsWildcardCharacters(path))
        {
            var exact = this.ResolveFiles(path, literal: true);
            if (exact.Error is null)
            {
                return exact;
            }
        }

        return this.ResolveFiles(path, literal);
    }

    private async Task<UserPfxProtection> LoadProtectionAsync()
    {
        ConnectorPublicKey key;
        if (PublicKeyPath is not null)
        {
            var resolved = this.ResolveFile(PublicKeyPath);
            if (resolved.Error is not null)
            {
                ThrowTerminatingError(resolved.Error);
            }

            key = await ConnectorPublicKeyFile.ReadAsync(resolved.Paths[0], Cancellation);
        }
        else
        {
            key = KeyStorage.ForThisPlatform().OpenPublicKey(ProviderName, KeyName);
        }

        WriteVerbose($"Connector key: RSA {key.KeySize} bits from {key.Source}; records name key '{KeyName}' in '{ProviderName}', "
            + $"padding {PaddingScheme}.");
        return _protection = new UserPfxProtection
        {
            Protector = new PasswordProtector(key, ModelConvert.Padding(PaddingScheme)),
            ProviderName = ProviderName,
            KeyName = KeyName,
        };
    }
}
