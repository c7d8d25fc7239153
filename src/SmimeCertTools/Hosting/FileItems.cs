using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Errors;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Starts the work on the files that input objects name. What is written of them comes in the order of input, and a bar counts
/// them. For the pipeline thread alone.
/// </summary>
internal sealed class FileItems
{
    private readonly PSCmdlet _cmdlet;
    private readonly string _what;
    private readonly string _activity;
    private readonly Func<Func<CancellationToken, Task>, Task> _start;
    private readonly InputColumns _columns;
    private readonly InputOrder _order = new();
    private ItemProgress? _progress;
    private long _items;

    /// <summary>Ends the command where nothing names a file. To be made before the first input object comes.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="what">What a file is called.</param>
    /// <param name="activity">What the progress bar says is being done.</param>
    /// <param name="start">Starts an item (<see cref="FanOutCmdlet"/>).</param>
    public FileItems(PSCmdlet cmdlet, string what, string activity, Func<Func<CancellationToken, Task>, Task> start)
    {
        (_cmdlet, _what, _activity, _start) = (cmdlet, what, activity, start);
        _columns = new InputColumns(cmdlet);
        _columns.RequireFiles(what);
    }

    private ItemProgress Progress => _progress ??= new ItemProgress(_cmdlet.WriteProgress, _activity);

    /// <summary>Starts the work on what is bound now.</summary>
    /// <param name="inputObject">The value of -InputObject.</param>
    /// <param name="path">The value of -Path.</param>
    /// <param name="literalPath">The value of -LiteralPath.</param>
    /// <param name="newWork">
    /// Makes the work on an input object's files from the parameters as they are now: items outlive the input object.
    /// </param>
    public async Task StartAsync(
        object? inputObject, object? path, object? literalPath, Func<InputReading, FileWork> newWork)
    {
        foreach (var reading in _columns.Readings(inputObject))
        {
            var files = reading.Files(path, literalPath, () => PathErrors.Missing(_what));
            if (!_cmdlet.MyInvocation.ExpectingInput)
            {
                Progress.Expect(files.Count);
            }

            var work = newWork(reading);
            foreach (var (file, error) in files)
            {
                var number = _items++;
                if ((error ?? reading.Error(file is null ? null : $"'{file}'", file)) is { } refused)
                {
                    End(number, file ?? string.Empty, work.Refuse(file ?? string.Empty, refused));
                }
                else
                {
                    await _start(async cancellation => End(number, file!, await work.RunAsync(file!, cancellation)));
                }
            }
        }
    }

    /// <summary>Takes the bar away; to be called when all items have ended.</summary>
    public void Complete() => Progress.Complete();

    private void End(long number, string file, FileOutcome outcome)
    {
        _order.Complete(number, outcome.Write);
        Progress.Count(outcome.IsFailed, file);
    }
}

/// <summary>What is done with the files of one input object.</summary>
/// <param name="run">Works on a file.</param>
/// <param name="refuse">Reports a path that stands for no file.</param>
internal sealed class FileWork(
    Func<string, CancellationToken, Task<FileOutcome>> run, Func<string, ErrorRecord, FileOutcome> refuse)
{
    /// <summary>Works on a file.</summary>
    public Task<FileOutcome> RunAsync(string file, CancellationToken cancellation) => run(file, cancellation);

    /// <summary>Reports a path that stands for no file.</summary>
    public FileOutcome Refuse(string path, ErrorRecord error) => refuse(path, error);
}

/// <summary>How the work on a file has ended.</summary>
internal readonly struct FileOutcome(bool isFailed, Action write)
{
    /// <summary>Whether the bar counts it as failed.</summary>
    public bool IsFailed => isFailed;

    /// <summary>Writes the file's output; called in the order of input.</summary>
    public Action Write => write;
}
