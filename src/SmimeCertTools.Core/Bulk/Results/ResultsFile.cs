using System;
using System.IO;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>
/// A file that takes each result as soon as it is known: JSON Lines (.jsonl, .ndjson) or CSV (.csv). An entry is handed to the
/// operating system before <see cref="Append"/> returns, so it outlives this process, though not a power failure at that moment.
/// One process writes at a time. Not for concurrent use.
/// </summary>
public sealed class ResultsFile : IDisposable
{
    private readonly FileStream _stream;
    private readonly ResultsFormat _format;

    private ResultsFile(string path, FileStream stream, ResultsFormat format)
    {
        Path = path;
        _stream = stream;
        _format = format;
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

    /// <summary>
    /// Opens the file, creates it for the owner alone when it is not there, reads what it holds, and repairs its last line.
    /// </summary>
    /// <param name="path">A full path.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    /// <exception cref="ResultsFileException">The file cannot be used; it is left as it is.</exception>
    public static ResultsFile Open(string path)
    {
        CheckFormat(path);
        ResultsFile? opened = null;
        var stream = ResultsFileStream.Open(path);
        try
        {
            var resultsFile = new ResultsFile(path, stream, ResultsFormat.Of(path));
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
                stream.Dispose();
            }
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
    /// <exception cref="ResultsFileException">
    /// It could not be written (<see cref="ResultsFileErrorKind.NotWritable"/>).
    /// </exception>
    public void Append(ResultsEntry entry) => Write(_format.Write(Guard.NotNull(entry)));

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void Load()
    {
        var lines = new ResultsLines(_stream);
        var isFirst = true;
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
                    RepairEnd(lines, isKnown);
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

        _stream.Seek(0, SeekOrigin.End);
        if (_stream.Length == 0)
        {
            Write(_format.Header);
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
        return true;
    }

    private void RepairEnd(ResultsLines lines, bool isWhole)
    {
        if (isWhole)
        {
            Write([(byte)'\n']);
            Repair = $"The last line of '{Path}' had no end; it was given one.";
        }
        else
        {
            var length = lines.Line.Length;
            _stream.SetLength(lines.Start);
            Repair = $"The last line of '{Path}' was cut off, as after a crash; its {length} bytes were removed.";
        }
    }

    private void Write(byte[] bytes)
    {
        try
        {
            _stream.Write(bytes, 0, bytes.Length);
            _stream.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ResultsFileErrors.NotWritable(Path, e);
        }
    }
}
