using System;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Errors;
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

    private readonly InputOrder _order = new();
    private ItemProgress? _progress;
    private long _items;

    /// <summary>PFX files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [AllowEmptyString]
    public string[] Path { get; set; } = [];

    /// <summary>PFX files by exact name, as Get-ChildItem hands them on.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP", "FullName")]
    [AllowEmptyString]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>The password of the PFX files: a SecureString, a PSCredential, or text such as a CSV column.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("PfxPassword")]
    [AllowNull]
    [PasswordTransform]
    public SecureString? Password { get; set; }

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

    private ItemProgress Progress => _progress ??= new ItemProgress(WriteProgress, Activity);

    /// <inheritdoc/>
    protected sealed override async Task ProcessAsync()
    {
        var literal = ParameterSetName == LiteralPathSet;
        var files = this.ResolveInput(literal ? LiteralPath : Path, literal, () => PathErrors.Missing("PFX file"));
        if (!MyInvocation.ExpectingInput)
        {
            Progress.Total = files.Count;
        }

        // The parameters are those of this input object; items outlive it.
        var work = NewWork();
        var refuse = NewRefusal();
        foreach (var (path, error) in files)
        {
            var number = _items++;
            if (error is not null)
            {
                End(number, path ?? string.Empty, refuse(path ?? string.Empty, error));
            }
            else
            {
                await StartItemAsync(async cancellation => End(number, path!, await work(path!, cancellation)));
            }
        }
    }

    /// <inheritdoc/>
    protected sealed override async Task EndAsync()
    {
        await DrainAsync();
        Progress.Complete();
    }

    /// <summary>
    /// Makes the work on a file from the parameters as they are now; it returns what writes its output, to be called in the order
    /// of input.
    /// </summary>
    private protected abstract Func<string, CancellationToken, Task<Action>> NewWork();

    /// <summary>Makes from the parameters as they are now what reports a path that stands for no file.</summary>
    private protected abstract Func<string, ErrorRecord, Action> NewRefusal();

    private void End(long number, string path, Action write)
    {
        _order.Complete(number, write);
        Progress.Count(failed: false, path);
    }
}
