using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Pfx;

/// <summary>
/// What the cmdlets share that look at PFX files: which files, and how to open them. Output is in the order of input.
/// </summary>
public abstract class PfxReadingCommand : FanOutCmdlet
{
    /// <summary>The parameter set of files by path or wildcard.</summary>
    protected const string PathSet = "Path";

    /// <summary>The parameter set of files by exact path.</summary>
    protected const string LiteralPathSet = "LiteralPath";

    private FileItems? _files;

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

    /// <summary>The password of the PFX files: a SecureString, a PSCredential, or text such as a CSV column.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [PasswordTransform(NeverFails = true, AllowScriptBlock = true)]
    public object? Password { get; set; }

    /// <summary>Files, or objects that name them, as they come by pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <summary>The most iterations of any one key derivation.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxIterations { get; set; } = 10_000_000;

    /// <summary>How many files are worked on at a time.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected sealed override int MaxConcurrency => ThrottleLimit;

    /// <summary>What the progress bar says is being done.</summary>
    private protected abstract string Activity { get; }

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        _files = new FileItems(this, "PFX file", Activity, StartItemAsync);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected sealed override Task ProcessAsync() => _files!.StartAsync(InputObject, Path, LiteralPath, reading =>
    {
        var (work, refuse) = (NewWork(reading), NewRefusal(reading));
        return new FileWork(
            async (path, cancellation) => new FileOutcome(isFailed: false, await work(path, cancellation)),
            (path, error) => new FileOutcome(isFailed: false, refuse(path, error)));
    });

    /// <inheritdoc/>
    protected sealed override async Task EndAsync()
    {
        await DrainAsync();
        _files!.Complete();
    }

    /// <summary>
    /// Makes the work on a file from the parameters as they are now; it returns what writes its output, to be called in the order
    /// of input.
    /// </summary>
    private protected abstract Func<string, CancellationToken, Task<Action>> NewWork(InputReading reading);

    /// <summary>Makes from the parameters as they are now what reports a path that stands for no file.</summary>
    private protected abstract Func<string, ErrorRecord, Action> NewRefusal(InputReading reading);
}
