using System.Collections.Generic;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Async;
using SmimeCertTools.Completion;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Models;
using SmimeCertTools.Parameters;

namespace SmimeCertTools.Commands;

/// <summary>
/// What the cmdlets share that turn users' PFX files into protected records: which files, whose they are, how to open them,
/// and the connector key that protects their passwords.
/// </summary>
public abstract class UserPfxInputCommand : FanOutCmdlet
{
    /// <summary>The parameter set of files by path or wildcard.</summary>
    protected const string PathSet = "Path";

    /// <summary>The parameter set of files by exact path.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    private UserPfxProtection? _protection;
    private ItemProgress? _progress;
    private long _items;

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

    /// <summary>
    /// The password of the PFX files: a SecureString, a PSCredential, or text such as a CSV column; empty or null for files that
    /// have none.
    /// </summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [AllowNull]
    [PasswordTransform]
    public SecureString? Password { get; set; }

    /// <summary>The purpose that profiles match on; left out, it follows the certificate's key usage.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [PurposeTransform]
    public UserPfxPurpose? IntendedPurpose { get; set; }

    /// <summary>How the PFX files are written anew, or that they are not.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SmimePfxEncryption PfxEncryption { get; set; } = SmimePfxEncryption.TripleDesSha1;

    /// <summary>
    /// The connector's public key: PEM, DER or a CNG blob. Left out, the key is taken from this machine's key storage
    /// provider (Windows).
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
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The padding that the password is encrypted with.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [ValidateSet(
        nameof(UserPfxPaddingScheme.OaepSha256),
        nameof(UserPfxPaddingScheme.OaepSha384),
        nameof(UserPfxPaddingScheme.OaepSha512))]
    public UserPfxPaddingScheme PaddingScheme { get; set; } = UserPfxPaddingScheme.OaepSha512;

    /// <summary>How many certificates are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected sealed override int MaxConcurrency => ThrottleLimit;

    /// <summary>What the progress bar says is being done.</summary>
    private protected abstract string Activity { get; }

    /// <summary>Whether this input object names files, and is not a record made before.</summary>
    private protected bool HasFiles => ParameterSetName is PathSet or LiteralPathSet;

    /// <summary>The count of items, for the progress bar.</summary>
    private protected ItemProgress Progress => _progress ??= new ItemProgress(WriteProgress, Activity);

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        // Before the first input object arrives PowerShell cannot say whether files or records will come, unless the caller did.
        if (PublicKeyPath is not null || (HasFiles && !MyInvocation.ExpectingInput))
        {
            _protection = await LoadProtectionAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        await DrainAsync();
        Progress.Complete();
    }

    /// <summary>Starts an item for each file that this input object stands for.</summary>
    private protected async Task StartFilesAsync()
    {
        var protection = _protection ??= await LoadProtectionAsync();
        var (user, password, purpose) = (UserPrincipalName, Password, IntendedPurpose);
        var items = FindFiles();
        if (!MyInvocation.ExpectingInput)
        {
            Progress.Total = items.Count;
        }

        foreach (var (item, error) in items)
        {
            if (error is not null)
            {
                Fail(item, error);
                End(item);
            }
            else
            {
                await StartItemAsync(cancellation => WorkAsync(item, password, purpose, protection, cancellation));
            }
        }
    }

    /// <summary>Gives an item its place in the order of input.</summary>
    private protected UserPfxItem NewItem(string userPrincipalName, string? path) =>
        new(_items++, userPrincipalName, path);

    /// <summary>
    /// Whether an item is still worth preparing; a cmdlet reports it and says no when nothing can succeed any more.
    /// </summary>
    private protected virtual bool IsWorthTrying(UserPfxItem item) => true;

    /// <summary>Works on a prepared record. What goes wrong with it is reported, not thrown.</summary>
    private protected abstract Task CompleteAsync(UserPfxItem item, PreparedUserPfx prepared, CancellationToken cancellation);

    /// <summary>Reports a file, or with <paramref name="certificate"/> a key pair of it, that no record came of.</summary>
    private protected abstract void Fail(UserPfxItem item, ErrorRecord error, CertificateInfo? certificate = null);

    /// <summary>Called once for each file, after all its key pairs were worked on or reported.</summary>
    private protected virtual void End(UserPfxItem item)
    {
    }

    private async Task WorkAsync(
        UserPfxItem item,
        SecureString? password,
        UserPfxPurpose? purpose,
        UserPfxProtection protection,
        CancellationToken cancellation)
    {
        if (IsWorthTrying(item) && await PrepareAsync(item, password, purpose, protection, cancellation) is { } file)
        {
            Progress.Total += file.Records.Count + file.Failures.Count - 1;
            foreach (var failure in file.Failures)
            {
                Fail(item, failure.Error.ToErrorRecord(item.Target), failure.Certificate);
            }

            foreach (var prepared in file.Records)
            {
                Describe(prepared, file);
                await CompleteAsync(item, prepared, cancellation);
            }
        }

        End(item);
    }

    private async Task<PreparedUserPfxFile?> PrepareAsync(
        UserPfxItem item,
        SecureString? secure,
        UserPfxPurpose? purpose,
        UserPfxProtection protection,
        CancellationToken cancellation)
    {
        WriteVerbose($"{item.UserPrincipalName}: reading '{item.Path}'.");
        using var password = secure is null ? SecretText.Absent() : SecretText.From(secure);
        var source = new UserPfxSource
        {
            UserPrincipalName = item.UserPrincipalName,
            Path = item.Path!,
            Password = password,
            IntendedPurpose = purpose is { } given ? ModelConvert.Purpose(given) : null,
        };
        try
        {
            return await UserPfxPreparer.PrepareAsync(source, protection, cancellation);
        }
        catch (SmimeException error)
        {
            Fail(item, error.ToErrorRecord(item.Target));
            return null;
        }
    }

    private void Describe(PreparedUserPfx prepared, PreparedUserPfxFile file)
    {
        var record = prepared.Record;
        var kept = PfxEncryption == SmimePfxEncryption.Unchanged
            ? "it goes as it is"
            : $"it is written anew with {PfxEncryption} under a random password";
        WriteVerbose($"{record.UserPrincipalName}: '{file.Path}' holds {record.Thumbprint} for {record.IntendedPurpose}. The file's "
            + $"protection is: {PfxProtectionText.Describe(file.Protection)}; {kept}. Its password is protected with "
            + $"{record.PaddingScheme} for key '{record.KeyName}' in '{record.ProviderName}'.");
        foreach (var warning in prepared.Warnings)
        {
            WriteWarning(warning);
        }
    }

    private List<(UserPfxItem Item, ErrorRecord? Error)> FindFiles()
    {
        var literal = ParameterSetName == LiteralPathSet;
        var found = this.ResolveInput(literal ? LiteralPath : Path, literal, () => UserPfxErrors.PathMissing(UserPrincipalName));
        return found.ConvertAll(file => (NewItem(UserPrincipalName, file.Path), file.Error));
    }

    private async Task<UserPfxProtection> LoadProtectionAsync()
    {
        var protector = new PasswordProtector(await LoadKeyAsync(), ModelConvert.Padding(PaddingScheme));
        WriteVerbose($"The connector's public key is {protector.Key.Source} ({protector.Key.KeySize} bits); records will name "
            + $"key '{KeyName}' in '{ProviderName}' with padding {PaddingScheme}.");
        return new UserPfxProtection
        {
            Protector = protector,
            ProviderName = ProviderName,
            KeyName = KeyName,
            Encryption = ModelConvert.Encryption(PfxEncryption),
        };
    }

    private async Task<ConnectorPublicKey> LoadKeyAsync()
    {
        if (PublicKeyPath is null)
        {
            return KeyStorage.ForThisPlatform().OpenPublicKey(ProviderName, KeyName);
        }

        var resolved = this.ResolveFile(PublicKeyPath);
        if (resolved.Error is not null)
        {
            ThrowTerminatingError(resolved.Error);
        }

        return await ConnectorPublicKeyFile.ReadAsync(resolved.Paths[0], Cancellation);
    }
}
