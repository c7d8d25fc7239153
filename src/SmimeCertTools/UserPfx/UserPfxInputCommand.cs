using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Host;
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
using SmimeCertTools.Records;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// What the cmdlets share that turn users' PFX files into protected records: which files, whose they are, how to open them,
/// and the connector key that protects their passwords.
/// </summary>
public abstract class UserPfxInputCommand : FanOutCmdlet
{
    /// <summary>The parameter set of files by path or wildcard, and of what comes by pipeline.</summary>
    protected const string PathSet = "Path";

    /// <summary>The parameter set of files by exact path.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    /// <summary>The name of the parameter with a PFX as text.</summary>
    internal const string Base64Parameter = "Base64EncodedPfx";

    private UserPfxProtection? _protection;
    private UserPfxRowReader? _reader;

    /// <summary>PFX files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("PathToPfxFile")]
    [SupportsWildcards]
    [TextTransform(AllowMany = true, AllowScriptBlock = true)]
    public object? Path { get; set; }

    /// <summary>PFX files by exact name.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [TextTransform(AllowMany = true, AllowScriptBlock = true)]
    public object? LiteralPath { get; set; }

    /// <summary>The user the certificates are for.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 1, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform(AllowMany = false, AllowScriptBlock = true)]
    public virtual object? UserPrincipalName { get; set; }

    /// <summary>
    /// The password of the PFX files: a SecureString, a PSCredential, or text such as a CSV column; empty or null for files that
    /// have none.
    /// </summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [PasswordTransform(NeverFails = true, AllowScriptBlock = true)]
    public virtual object? Password { get; set; }

    /// <summary>A file with the password in its first line.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [TextTransform(AllowScriptBlock = true)]
    public object? PasswordFile { get; set; }

    /// <summary>
    /// A script block that gives the password of a file that comes without one, for example from a vault. It gets
    /// UserPrincipalName, Path, Line and IntendedPurpose as $_ and as its first argument.
    /// </summary>
    [Parameter]
    public ScriptBlock? PasswordProvider { get; set; }

    /// <summary>The purpose that profiles match on; left out, it follows the certificate's key usage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PurposeTransform(AllowScriptBlock = true)]
    [ArgumentCompleter(typeof(PurposeCompleter))]
    public object? IntendedPurpose { get; set; }

    /// <summary>Whether a certificate that names none of the user's addresses is taken all the same.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [FlagTransform]
    public SwitchParameter AllowOtherAddress { get; set; }

    /// <summary>Files, rows or records as they come by pipeline.</summary>
    [Parameter(ParameterSetName = PathSet, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipeline = true)]
    [Alias("CertificateList")]
    [PipelineInputTransform]
    public virtual object? InputObject { get; set; }

    /// <summary>How the PFX files are written anew, or that they are not.</summary>
    [Parameter]
    public SmimePfxEncryption PfxEncryption { get; set; } = SmimePfxEncryption.TripleDesSha1;

    /// <summary>
    /// The connector's public key: PEM, DER or a CNG blob. Left out, the key is taken from this machine's key storage
    /// provider (Windows).
    /// </summary>
    [Parameter]
    [Alias("KeyFilePath")]
    [ValidateNotNullOrEmpty]
    public string? PublicKeyPath { get; set; }

    /// <summary>The key storage provider that holds the private key on the connectors.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(KeyStorageProviderCompleter))]
    [ValidateNotNullOrEmpty]
    public string ProviderName { get; set; } = ConnectorKeyDefaults.ProviderName;

    /// <summary>The key's name in that provider.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ConnectorKeyNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string KeyName { get; set; } = ConnectorKeyDefaults.KeyName;

    /// <summary>The padding that the password is encrypted with; None is OaepSha512, as the earlier scripts had it.</summary>
    [Parameter]
    [PaddingTransform]
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
    protected override int MaxConcurrency => ThrottleLimit;

    /// <summary>How to name what is to be worked on, for who named nothing.</summary>
    private protected virtual string InputAdvice => "Give -Path or -LiteralPath, or pipe files or rows to the cmdlet.";

    /// <summary>A PFX as text; null where the cmdlet takes none.</summary>
    internal virtual object? Base64Text => null;

    /// <summary>Reads rows; there from the beginning on.</summary>
    private protected UserPfxRowReader Reader => _reader!;

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        _reader = new UserPfxRowReader(this);
        if (IntendedPurpose is PurposeTransformAttribute.Unusable
            || (IntendedPurpose is ScriptBlock && !MyInvocation.ExpectingInput))
        {
            ThrowTerminatingError(
                InputErrors.Unusable(InputErrors.PurposeUnknownId, nameof(IntendedPurpose), InputErrors.NoPurpose));
        }

        var isInWords = !MyInvocation.ExpectingInput && !Reader.IsGiven(nameof(InputObject));
        if (isInWords && !NamesFiles)
        {
            ThrowTerminatingError(InputErrors.NothingNamed("certificate", InputAdvice));
        }

        // Before the first object arrives nobody can say whether files or records will come, unless the caller did.
        if (PublicKeyPath is not null || isInWords)
        {
            await RequireProtectionAsync();
        }
    }

    /// <summary>The connector's key and how files are written anew; loaded once.</summary>
    private protected async Task<UserPfxProtection> RequireProtectionAsync() => _protection ??= await LoadProtectionAsync();

    /// <summary>Whether files are named in words.</summary>
    private protected virtual bool NamesFiles => Reader.IsGiven(nameof(Path)) || Reader.IsGiven(nameof(LiteralPath));

    /// <summary>Asks a person for the password that was not given; false where nobody can be asked.</summary>
    internal bool TryPrompt(out SecureString? password) =>
        PasswordPrompt.TryAsk(this, nameof(Password), CallOutside, out password);

    /// <summary>
    /// Asks the script block for the password of a file: the row gets it, or an error. An exit in it ends the command.
    /// </summary>
    private protected void AskPassword(ImportRow row)
    {
        var provider = PasswordProvider!;
        ExitException? exit = null;
        CallOutside(() => exit = PasswordProviderCall.Invoke(provider, row));
        if (exit is not null)
        {
            this.Obey(exit, row.Error!.ToErrorRecord(row.Target));
        }
    }

    /// <summary>Tells how a record was made, and warns where it may disappoint.</summary>
    private protected void Describe(ImportRow row, PreparedUserPfx prepared, PfxProtection protection)
    {
        var record = prepared.Record;
        var kept = PfxEncryption == SmimePfxEncryption.Unchanged
            ? "it goes as it is"
            : $"it is written anew with {PfxEncryption} under a random password";
        var user = record.UserPrincipalName.Length > 0 ? record.UserPrincipalName : row.Recipient;
        WriteVerbose($"{user}{(prepared.FoundBy is { } address ? $" (found by {address})" : null)}: '{row.Path}' holds "
            + $"{record.Thumbprint} for {record.IntendedPurpose}. The "
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
