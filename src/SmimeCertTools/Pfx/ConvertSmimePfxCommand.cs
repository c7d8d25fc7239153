using System.Collections.Generic;
using System.Globalization;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Conversion;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Pfx;

/// <summary>
/// Writes PFX files anew under a new or random password. Every file written ends in one object; they come in the order of input.
/// </summary>
[Cmdlet(VerbsData.Convert, "SmimePfx", DefaultParameterSetName = PathSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeConvertedPfx))]
public sealed class ConvertSmimePfxCommand : FanOutCmdlet
{
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const int MostIterations = 10_000_000;

    // What Windows writes: a random password of 190 bits needs no more.
    private const int IterationsForRandom = 2_000;
    private const int IterationsForChosen = 100_000;

    private readonly InputOrder _order = new();
    private readonly PfxDestinationNames _names = new();
    private InputColumns? _columns;
    private ItemProgress? _progress;
    private long _items;

    /// <summary>PFX files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [TextTransform(AllowMany = true, AllowScriptBlock = true)]
    public object? Path { get; set; }

    /// <summary>PFX files by exact name.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [TextTransform(AllowMany = true, AllowScriptBlock = true)]
    public object? LiteralPath { get; set; }

    /// <summary>The password of the PFX files; left out or null, they have none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [PasswordTransform(NeverFails = true, AllowScriptBlock = true)]
    public object? Password { get; set; }

    /// <summary>The password of the new files; needed unless they get random ones.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [PasswordTransform(NeverFails = true, AllowScriptBlock = true)]
    public object? NewPassword { get; set; }

    /// <summary>Whether each new file gets a random password of its own.</summary>
    [Parameter]
    public SwitchParameter RandomPassword { get; set; }

    /// <summary>The new file, or the folder of the new files. Left out, each goes beside its source.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [TextTransform(AllowScriptBlock = true)]
    public object? DestinationPath { get; set; }

    /// <summary>Files, or objects that name them, as they come by pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <summary>How the new files are protected.</summary>
    [Parameter]
    [ValidateSet(nameof(SmimePfxEncryption.TripleDesSha1), nameof(SmimePfxEncryption.Aes256Sha256))]
    public SmimePfxEncryption PfxEncryption { get; set; } = SmimePfxEncryption.TripleDesSha1;

    /// <summary>Iterations of each key derivation.</summary>
    [Parameter]
    [ValidateRange(1, MostIterations)]
    public int? Iterations { get; set; }

    /// <summary>Whether certificates without private key are left out.</summary>
    [Parameter]
    public SwitchParameter DropChain { get; set; }

    /// <summary>Whether friendly names are left out.</summary>
    [Parameter]
    public SwitchParameter DropFriendlyName { get; set; }

    /// <summary>Whether each key pair gets a file of its own.</summary>
    [Parameter]
    public SwitchParameter SplitKeyPairs { get; set; }

    /// <summary>Whether files that exist are replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>How many files are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    private ItemProgress Progress => _progress ??= new ItemProgress(WriteProgress, "Converting PFX files");

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        _columns = new InputColumns(this);
        if (RandomPassword && _columns.IsGiven(nameof(NewPassword)))
        {
            ThrowTerminatingError(PfxConversionErrors.PasswordsBoth());
        }
        _columns.RequireFiles("PFX file");
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        foreach (var reading in _columns!.Readings(InputObject))
        {
            var items = FindFiles(reading);
            if (!MyInvocation.ExpectingInput)
            {
                Progress.Expect(items.Count);
            }

            foreach (var (item, error) in items)
            {
                if (error is not null)
                {
                    WriteError(error);
                    End(item, [], failed: true);
                }
                else
                {
                    await StartItemAsync(cancellation => ConvertAsync(item, cancellation));
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        await DrainAsync();
        Progress.Complete();
    }

    private async Task ConvertAsync(PfxConversionItem item, CancellationToken cancellation)
    {
        var results = new List<SmimeConvertedPfx>();
        var failed = false;
        try
        {
            using var password = item.Password is null ? SecretText.Absent() : SecretText.From(item.Password);
            using var conversion = await PfxConversion.OpenAsync(item.Path, password, cancellation);
            Describe(conversion);
            foreach (var part in conversion.Plan(SplitKeyPairs))
            {
                failed |= !await ConvertAsync(item, conversion, part, results, cancellation);
            }
        }
        catch (SmimeException error)
        {
            WriteError(error.ToErrorRecord(item.Path));
            failed = true;
        }

        End(item, results, failed);
    }

    /// <summary>Makes one new file; false when that failed, which is reported.</summary>
    private async Task<bool> ConvertAsync(
        PfxConversionItem item,
        PfxConversion conversion,
        PfxConversionPart part,
        List<SmimeConvertedPfx> results,
        CancellationToken cancellation)
    {
        var path = item.Destination.NameFor(item.Path, SplitKeyPairs ? part.Certificates[0].Thumbprint : null);
        var isSource = PfxDestination.Names.Equals(path, item.Path);
        if (_names.Claim(path, item, Force) is { } refused)
        {
            WriteError(refused);
            return false;
        }

        try
        {
            OwnerOnlyFile.EnsureFree(path, Force);
            if (!ShouldProcess($"'{item.Path}' to '{path}'{(isSource ? ", replacing the source" : string.Empty)}", Action(item)))
            {
                return true;
            }

            using var password = item.NewPassword is null
                ? Core.Secrets.RandomPassword.Create()
                : SecretText.From(item.NewPassword);
            var converted = await conversion.ConvertAsync(part, password, item.Options, cancellation);
            await PfxConversion.WriteAsync(path, converted, Force, cancellation);
            results.Add(new SmimeConvertedPfx(path, item.Path, converted, item.Options.Write, password.ToSecureString()));
            WriteVerbose($"'{path}': written for its owner alone and read back; it opened with the new password to "
                + $"{converted.Certificates.Count} key pairs and {converted.OtherCertificates.Count} other certificates.");
        }
        catch (SmimeException error)
        {
            WriteError(error.ToErrorRecord(item.Path));
            return false;
        }

        if (isSource)
        {
            WriteWarning($"'{path}' was replaced by its converted form; its old password no longer opens it.");
        }

        return true;
    }

    private void Describe(PfxConversion conversion)
    {
        WriteVerbose($"'{conversion.Path}': opened, {conversion.KeyPairCount} key pairs and "
            + $"{conversion.OtherCertificateCount} other certificates; {PfxProtectionText.Describe(conversion.Protection)}.");
        if (conversion.UnmatchedKeyCount > 0)
        {
            WriteWarning($"'{conversion.Path}' holds {conversion.UnmatchedKeyCount} private keys that belong to none of its "
                + "certificates. They are not in the converted file: keep the original.");
        }
    }

    private void End(PfxConversionItem item, List<SmimeConvertedPfx> results, bool failed)
    {
        _order.Complete(item.Number, () => results.ForEach(WriteObject));
        Progress.Count(failed, item.Path);
    }

    private string Action(PfxConversionItem item) => string.Format(
        CultureInfo.InvariantCulture,
        "Convert PFX to {0} with {1} iterations under {2}",
        PfxEncryption,
        item.Options.Write.Iterations,
        item.NewPassword is null ? "a random password" : "the new password");

    private List<(PfxConversionItem Item, ErrorRecord? Error)> FindFiles(InputReading reading)
    {
        var password = reading.Password(nameof(Password), Password, out _);
        var newPassword = RandomPassword ? null : reading.Password(nameof(NewPassword), NewPassword, out _);
        if (!RandomPassword && newPassword is null)
        {
            reading.Fail((name, target) => PfxConversionErrors.NewPasswordMissing(name, target));
        }

        var (destination, refused) = PfxDestination.Resolve(
            this, reading.Text(nameof(DestinationPath), DestinationPath));
        var options = CreateOptions();
        var items = new List<(PfxConversionItem, ErrorRecord?)>();
        foreach (var (path, error) in reading.Files(Path, LiteralPath, () => PathErrors.Missing("PFX file")))
        {
            var file = path ?? string.Empty;
            _names.AddSource(file);
            var wrong = error ?? reading.Error(path is null ? null : $"'{path}'", path) ?? refused
                ?? (newPassword is { Length: 0 } ? PfxConversionErrors.NewPasswordEmpty(file) : null);
            items.Add((new PfxConversionItem(_items++, file, password, newPassword, destination, options), wrong));
        }

        return items;
    }

    private PfxConvertOptions CreateOptions() => new()
    {
        KeepChain = !DropChain,
        SplitKeyPairs = SplitKeyPairs,
        Write = new PfxWriteOptions
        {
            Encryption = PfxEncryption,
            Iterations = Iterations ?? (RandomPassword ? IterationsForRandom : IterationsForChosen),
            IncludeFriendlyNames = !DropFriendlyName,
        },
    };
}
