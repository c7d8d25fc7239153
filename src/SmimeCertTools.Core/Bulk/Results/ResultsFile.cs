using System;
using System.IO;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>
/// A file that takes each result as soon as it is known: JSON Lines (.jsonl, .ndjson) or CSV (.csv). An entry outlives this
/// process when it is written, and a power failure a second later at the latest. One process writes at a time; what others do to
/// the file meanwhile is noticed. Not for concurrent use.
/// </summary>
public sealed class ResultsFile : IDisposable
{
    private readonly ResultsFormat _format;

    private ResultsFile(string path, KeptFile file)
    {
        Path = path;
        File = file;
        _format = ResultsFormat.Of(path);
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>How many entries of earlier runs the file held.</summary>
    public int EarlierEntries { get; private set; }

    /// <summary>How many lines of the file could not be read and are left as they are.</summary>
    public int UnreadableLines { get; private set; }

    /// <summary>In how many lines a spreadsheet has changed dates or numbers, which are not taken.</summary>
    public int AlteredLines => _format.Altered;

    /// <summary>What was done to a last line that a crash had cut off, in words; null when there was none.</summary>
    public string? Repair { get; private set; }

    /// <summary>What earlier runs uploaded.</summary>
    public ResumeIndex Done { get; } = new();

    /// <summary>What earlier runs removed, or began to remove.</summary>
    public RemovalIndex Removals { get; } = new();

    /// <summary>The file itself.</summary>
    internal KeptFile File { get; }

    /// <summary>
    /// Opens the file, creates it for the owner alone when it is not there, reads what it holds, and repairs its last line.
    /// </summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    /// <exception cref="ResultsFileException">The file cannot be used; it is left as it is.</exception>
    public static ResultsFile Open(string path) => Open(path, TimeProvider.System);

    /// <summary>The same with another clock.</summary>
    internal static ResultsFile Open(string path, TimeProvider clock)
    {
        CheckFormat(path);
        ResultsFile? opened = null;
        var file = KeptFile.Open(
            path, refusesLinks: false, (fault, cause) => ResultsFileErrors.Make(path, fault, cause), clock);
        try
        {
            var resultsFile = new ResultsFile(path, file);
            resultsFile.Load();
            return opened = resultsFile;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ResultsFileErrors.NotWritable(path, e);
        }
        finally
        {
            if (opened is null)
            {
                file.Dispose();
            }
        }
    }

    /// <summary>What earlier runs did as a file of results says, which stays as it is; nothing where there is none.</summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    /// <exception cref="ResultsFileException">It is no file of results, or cannot be read.</exception>
    public static EarlierResults Peek(string path)
    {
        CheckFormat(path);
        var earlier = new EarlierResults(new ResumeIndex(), new RemovalIndex());
        if (System.IO.File.Exists(path))
        {
            Scan(path, entry =>
            {
                earlier.Done.Add(entry);
                earlier.Removals.Add(entry);
            });
        }

        return earlier;
    }

    /// <summary>Reads a file of results, which stays as it is. What is no entry is passed over.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="onEntry">Takes each entry, in order.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    /// <exception cref="ResultsFileException">It is no file of results, or cannot be read.</exception>
    public static void Scan(string path, Action<ResultsEntry> onEntry)
    {
        CheckFormat(path);
        var format = ResultsFormat.Of(path);
        Guard.NotNull(onEntry);
        try
        {
            using var stream = ReadableFile.Open(path, FileShare.ReadWrite);
            var lines = new ResultsLines(stream);
            for (var isFirst = true; lines.Read(); isFirst = false)
            {
                if (isFirst && format.IsHeader(lines.Line))
                {
                    continue;
                }

                if (format.Read(lines.Line) is { } entry)
                {
                    onEntry(entry);
                }
                else if (isFirst && (lines.HasEnd || !format.MayBegin(lines.Line)))
                {
                    throw ResultsFileErrors.NotRecognized(path);
                }
            }
        }
        catch (InvalidDataException)
        {
            throw ResultsFileErrors.NotRecognized(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ResultsFileErrors.NotWritable(path, e);
        }
    }

    /// <summary>Says at once whether the extension of <paramref name="path"/> is one that can be written.</summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    /// <exception cref="ResultsFileException">It is not (<see cref="ResultsFileErrorKind.FormatUnknown"/>).</exception>
    public static void CheckFormat(string path)
    {
        if (!System.IO.Path.IsPathRooted(Guard.NotBlank(path)))
        {
            throw new ArgumentException("A full path is required.", nameof(path));
        }

        ResultsFormat.Of(path);
    }

    /// <summary>Writes an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="isSynced">
    /// Whether it is to be on the disk, in the file that the path names, when this returns; else within a second.
    /// </param>
    /// <exception cref="ResultsFileException">
    /// It could not be written (<see cref="ResultsFileErrorKind.NotWritable"/>), or somebody else has changed the file
    /// (<see cref="ResultsFileErrorKind.Changed"/>).
    /// </exception>
    public void Append(ResultsEntry entry, bool isSynced = false) => File.Write(_format.Write(Guard.NotNull(entry)), isSynced);

    /// <summary>Sees that all entries are on the disk, in the file that the path names.</summary>
    /// <exception cref="ResultsFileException">They are not.</exception>
    public void Complete() => File.Complete();

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    private void Load()
    {
        var lines = new ResultsLines(File.Content);
        var isFirst = true;
        long? end = null;
        byte[]? missing = null;
        try
        {
            while (lines.Read())
            {
                var isKnown = (isFirst && _format.IsHeader(lines.Line)) || LoadEntry(lines.Line);
                if (isFirst && !isKnown && (lines.HasEnd || !_format.MayBegin(lines.Line)))
                {
                    throw ResultsFileErrors.NotRecognized(Path);
                }

                isFirst = false;
                if (!lines.HasEnd)
                {
                    (end, missing) = isKnown ? ((long?)null, new[] { (byte)'\n' }) : (lines.Start, null);
                    Repair = isKnown
                        ? $"The last line of '{Path}' had no end; it was given one."
                        : $"The last line of '{Path}' was cut off, as after a crash; its {lines.Line.Length} bytes were removed.";
                }
                else if (!isKnown)
                {
                    UnreadableLines++;
                }
            }
        }
        catch (InvalidDataException)
        {
            throw ResultsFileErrors.NotRecognized(Path);
        }

        var isEmpty = end == 0 || (end is null && isFirst);
        File.Begin(end);
        if (missing is not null || isEmpty)
        {
            File.Write(missing ?? _format.Header);
        }
    }

    private bool LoadEntry(ReadOnlyMemory<byte> line)
    {
        if (_format.Read(line) is not { } entry)
        {
            return false;
        }

        EarlierEntries++;
        Done.Add(entry);
        Removals.Add(entry);
        return true;
    }
}

/// <summary>What earlier runs did.</summary>
/// <param name="Done">What they uploaded.</param>
/// <param name="Removals">What they removed, or began to remove.</param>
public sealed record EarlierResults(ResumeIndex Done, RemovalIndex Removals);
