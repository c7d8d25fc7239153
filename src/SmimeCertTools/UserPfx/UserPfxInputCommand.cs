using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Runtime.ExceptionServices;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Pfx;

namespace SmimeCertTools.UserPfx;

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

    /// <summary>The parameter set of files by path or wildcard whose passwords a script block gives.</summary>
    protected const string PathProviderSet = "PathPasswordProvider";

    /// <summary>The parameter set of files by exact path whose passwords a script block gives.</summary>
    protected const string LiteralPathProviderSet = "LiteralPathPasswordProvider";

    private UserPfxProtection? _protection;
    private int _rows;

    /// <summary>PFX files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathProviderSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PathToPfxFile")]
    [SupportsWildcards]
    [AllowEmptyString]
    public string[] Path { get; set; } = [];

    /// <summary>PFX files by exact name, as Get-ChildItem hands them on.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [AllowEmptyString]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The user the certificates are for.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathProviderSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [UserPrincipalNameTransform]
    [AllowEmptyString]
    public virtual string UserPrincipalName { get; set; } = string.Empty;

    /// <summary>
    /// The password of the PFX files: a SecureString, a PSCredential, or text such as a CSV column; empty or null for files that
    /// have none.
    /// </summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [AllowNull]
    [PasswordTransform]
    public virtual SecureString? Password { get; set; }

    /// <summary>
    /// A script block that gives the password of a file that comes without one, for example from a vault. It gets
    /// UserPrincipalName, Path, Line and IntendedPurpose as $_ and as its first argument.
    /// </summary>
    [Parameter(ParameterSetName = PathProviderSet, Mandatory = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, Mandatory = true)]
    public virtual ScriptBlock? PasswordProvider { get; set; }

    /// <summary>The purpose that profiles match on; left out, it follows the certificate's key usage.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = PathProviderSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathProviderSet, ValueFromPipelineByPropertyName = true)]
    [PurposeTransform]
    public virtual UserPfxPurpose? IntendedPurpose { get; set; }

    /// <summary>How the PFX files are written anew, or that they are not.</summary>
    [Parameter]
    public virtual SmimePfxEncryption PfxEncryption { get; set; } = SmimePfxEncryption.TripleDesSha1;

    /// <summary>
    /// The connector's public key: PEM, DER or a CNG blob. Left out, the key is taken from this machine's key storage
    /// provider (Windows).
    /// </summary>
    [Parameter]
    [Alias("KeyFilePath")]
    [ValidateNotNullOrEmpty]
    public virtual string? PublicKeyPath { get; set; }

    /// <summary>The key storage provider that holds the private key on the connectors.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>The key's name in that provider.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [ValidateNotNullOrEmpty]
    public virtual string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The padding that the password is encrypted with; None is OaepSha512, as the earlier scripts had it.</summary>
    [Parameter]
    [PaddingTransform]
    [ValidateSet(
        nameof(UserPfxPaddingScheme.OaepSha256),
        nameof(UserPfxPaddingScheme.OaepSha384),
        nameof(UserPfxPaddingScheme.OaepSha512))]
    public virtual UserPfxPaddingScheme PaddingScheme { get; set; } = UserPfxPaddingScheme.OaepSha512;

    /// <summary>How many certificates are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    /// <summary>Whether this input object names files, and is not a record made before.</summary>
    private protected bool HasFiles =>
        ParameterSetName is PathSet or LiteralPathSet or PathProviderSet or LiteralPathProviderSet;

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        // Before the first input object arrives PowerShell cannot say whether files or records will come, unless the caller did.
        if (PublicKeyPath is not null || (HasFiles && !MyInvocation.ExpectingInput))
        {
            await RequireProtectionAsync();
        }
    }

    /// <summary>The connector's key and how files are written anew; loaded once.</summary>
    private protected async Task<UserPfxProtection> RequireProtectionAsync() => _protection ??= await LoadProtectionAsync();

    /// <summary>A row of this input object, with its place in the order of input, from 0.</summary>
    private protected ImportRow NewRow(string? path, ErrorRecord? error = null, byte[]? content = null) => new()
    {
        Number = _rows++,
        UserPrincipalName = UserPrincipalName,
        Path = path,
        Content = content,
        IntendedPurpose = IntendedPurpose,
        Error = error is null ? null : new InputException(error.FullyQualifiedErrorId, error.Exception, error),
    };

    /// <summary>The files that this input object stands for, or what is wrong with them.</summary>
    private protected List<ImportRow> FindFiles()
    {
        var literal = ParameterSetName is LiteralPathSet or LiteralPathProviderSet;
        var paths = literal ? LiteralPath : Path;
        if (MyInvocation.ExpectingInput && UserPrincipalName.Length == 0 && paths.All(string.IsNullOrWhiteSpace)
            && Password is not { Length: > 0 } && IntendedPurpose is null)
        {
            // Spreadsheets leave such rows behind where rows were emptied; those of a manifest are passed over as well.
            WriteVerbose("A row without values was passed over.");
            return [];
        }

        var found = this.ResolveInput(paths, literal, () => UserPfxErrors.PathMissing(UserPrincipalName));
        return found.ConvertAll(file => NewRow(file.Path, file.Error));
    }

    /// <summary>
    /// Asks the script block for the password of a file: the row gets it, or an error. An exit in it ends the command with an
    /// error, and with a code other than 0, which says that something is wrong, the calling script too: that is the user's will.
    /// </summary>
    private protected void AskPassword(ImportRow row)
    {
        var provider = PasswordProvider!;
        ExitException? exit = null;
        CallOutside(() => exit = PasswordProviderCall.Invoke(provider, row));
        if (exit is not null)
        {
            var error = row.Error!.ToErrorRecord(row.Target);
            if (exit.Argument is null or 0)
            {
                ThrowTerminatingError(error);
            }

            WriteError(error);
            ExceptionDispatchInfo.Capture(exit).Throw();
        }
    }

    /// <summary>Tells how a record was made, and warns where it may disappoint.</summary>
    private protected void Describe(ImportRow row, PreparedUserPfx prepared, PfxProtection protection)
    {
        var record = prepared.Record;
        var kept = PfxEncryption == SmimePfxEncryption.Unchanged
            ? "it goes as it is"
            : $"it is written anew with {PfxEncryption} under a random password";
        WriteVerbose($"{record.UserPrincipalName}: '{row.Path}' holds {record.Thumbprint} for {record.IntendedPurpose}. The "
            + $"file's protection is: {PfxProtectionText.Describe(protection)}; {kept}. Its password is protected with "
            + $"{record.PaddingScheme} for key '{record.KeyName}' in '{record.ProviderName}'.");
        foreach (var warning in prepared.Warnings)
        {
            WriteWarning(warning);
        }
    }

    private async Task<UserPfxProtection> LoadProtectionAsync()
    {
        var key = PublicKeyPath is null
            ? KeyStorage.ForThisPlatform().OpenPublicKey(ProviderName, KeyName)
            : await ConnectorKeyReader.ReadPublicAsync(this.Single(this.ResolveFile(PublicKeyPath)), Cancellation);
        var protector = new PasswordProtector(key, PaddingScheme);
        WriteVerbose($"The connector's public key is {key.Source} ({key.KeySize} bits); records will name "
            + $"key '{KeyName}' in '{ProviderName}' with padding {PaddingScheme}.");
        return new UserPfxProtection
        {
            Protector = protector,
            ProviderName = ProviderName,
            KeyName = KeyName,
            Encryption = PfxEncryption,
        };
    }
}
