using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Lists;
using SmimeCertTools.Core.Preflight;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Pfx;

/// <summary>
/// Tests PFX files before they are imported. What stands out is an object with a stable identifier; a file that cannot be opened
/// is one too. With -Quiet there is one truth value for each path: whether no error was found.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SmimePfx", DefaultParameterSetName = PathSet)]
[OutputType(typeof(SmimePfxFinding), typeof(bool))]
public sealed class TestSmimePfxCommand : PfxReadingCommand
{
    private static readonly char[] AddressSeparators = [';', ','];

    private ConnectorPublicKey? _key;

    /// <summary>The user the files are for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform(AllowMany = false, AllowScriptBlock = true)]
    public object? UserPrincipalName { get; set; }

    /// <summary>The user's mail addresses, former ones included.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Mail")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [TextTransform(AllowMany = true, AllowScriptBlock = true)]
    public object? EmailAddress { get; set; }

    /// <summary>The purpose that the import is to give; left out, it follows each certificate's key usage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [PurposeTransform(AllowScriptBlock = true)]
    [ArgumentCompleter(typeof(PurposeCompleter))]
    public object? IntendedPurpose { get; set; }

    /// <summary>How the import is to write the files anew, or that it is not.</summary>
    [Parameter]
    public SmimePfxEncryption PfxEncryption { get; set; } = SmimePfxEncryption.TripleDesSha1;

    /// <summary>The connector's public key, which bounds the length of passwords; left out, one of 2048 bits.</summary>
    [Parameter]
    [Alias("KeyFilePath")]
    [ValidateNotNullOrEmpty]
    public string? PublicKeyPath { get; set; }

    /// <summary>The padding that passwords are to be encrypted with.</summary>
    [Parameter]
    [ValidateSet(
        nameof(UserPfxPaddingScheme.OaepSha256),
        nameof(UserPfxPaddingScheme.OaepSha384),
        nameof(UserPfxPaddingScheme.OaepSha512))]
    public UserPfxPaddingScheme PaddingScheme { get; set; } = UserPfxPaddingScheme.OaepSha512;

    /// <summary>Counts warnings as errors.</summary>
    [Parameter]
    public SwitchParameter Strict { get; set; }

    /// <summary>Writes for each file whether it passed, and no findings.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    private protected override string Activity => "Testing PFX files";

    /// <inheritdoc/>
    protected override async Task BeginAsync()
    {
        await base.BeginAsync();
        if (IntendedPurpose is PurposeTransformAttribute.Unusable)
        {
            ThrowTerminatingError(
                InputErrors.Unusable(InputErrors.PurposeUnknownId, nameof(IntendedPurpose), InputErrors.NoPurpose));
        }

        if (PublicKeyPath is not null)
        {
            _key = await ConnectorKeyReader.ReadPublicAsync(this.Single(this.ResolveFile(PublicKeyPath)), Cancellation);
        }
    }

    /// <inheritdoc/>
    private protected override Func<string, CancellationToken, Task<Action>> NewWork(InputReading reading)
    {
        var (secure, options) = (reading.Password(nameof(Password), Password, out _), CreateOptions(reading));
        return async (path, cancellation) =>
        {
            using var password = secure is null ? SecretText.Absent() : SecretText.From(secure);
            var findings = await PfxPreflight.CheckAsync(path, password, options, cancellation);
            return () => Write([.. findings.Select(finding => new SmimePfxFinding(finding))]);
        };
    }

    /// <inheritdoc/>
    private protected override Func<string, ErrorRecord, Action> NewRefusal(InputReading reading)
    {
        var user = User(reading);
        return (path, error) => () => Write([new SmimePfxFinding(path, user, error)]);
    }

    private PreflightOptions CreateOptions(InputReading reading) => new()
    {
        UserPrincipalName = User(reading),
        EmailAddresses =
        [
            .. reading.Texts(nameof(EmailAddress), EmailAddress)
                .SelectMany(text => text.Split(AddressSeparators, StringSplitOptions.RemoveEmptyEntries))
                .Select(ListText.Trim).Where(address => address.Length > 0),
        ],
        IntendedPurpose = reading.Purpose(nameof(IntendedPurpose), IntendedPurpose),
        Encryption = PfxEncryption,
        ConnectorKey = _key,
        Padding = PaddingScheme,
        MaxIterations = MaxIterations,
        Strict = Strict,
    };

    private string? User(InputReading reading) =>
        reading.User(nameof(UserPrincipalName), UserPrincipalName) is { Length: > 0 } user ? user : null;

    private void Write(IReadOnlyList<SmimePfxFinding> findings)
    {
        if (Quiet)
        {
            WriteObject(findings.All(finding => finding.Severity != SmimeFindingSeverity.Error));
            return;
        }

        foreach (var finding in findings)
        {
            WriteObject(finding);
        }
    }
}
