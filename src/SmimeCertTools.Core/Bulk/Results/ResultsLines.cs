using System;
using System.IO;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>Reads a stream line by line and knows where each begins.</summary>
internal sealed class ResultsLines(Stream stream)
{
    /// <summary>Far longer than any entry: what has longer lines is no results file.</summary>
    private const int MaxLength = 1024 * 1024;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private long _place;

    /// <summary>Where the current line begins.</summary>
    public long Start { get; private set; }

    /// <summary>The current line without its line feed, until the next one is read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Whether the current line has an end; only the last one may have none.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Goes to the next line.</summary>
    /// <exception cref="InvalidDataException">A line is longer than any entry.</exception>
    public bool Read()
    {
        var searched = _start;
        while (true)
        {
            var length = Array.IndexOf(_buffer, (byte)'\n', searched, _end - searched) - _start;
            if (length >= 0)
            {
                Take(length, hasEnd: true);
                return true;
            }

            searched = _end - _start;
            if (!Fill())
            {
                Take(_end, hasEnd: false);
                return _end > 0;
            }
        }
    }

    private void Take(int length, bool hasEnd)
    {
        Line = _buffer.AsMemory(_start, length);
        Start = _place;
        HasEnd = hasEnd;
        var taken = hasEnd ? length + 1 : length;
        _start += taken;
        _place += taken;
    }

    // Moves what is left to the front and reads on behind it.
    private bool Fill()
    {
        Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            if (_end >= MaxLength)
            {
                throw new InvalidDataException("A line is too long.");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var count = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += count;
        return count > 0;
    }
}
