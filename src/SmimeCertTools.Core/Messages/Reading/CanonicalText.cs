using System.IO;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>
/// Text with each line end as CR LF, in which mail is signed (RFC 8551 section 3.1.1), however the file has it.
/// </summary>
internal sealed class CanonicalText(Stream inner) : InnerStream(inner)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _end;
    private byte _last;
    private bool _isHalf;

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        var written = 0;
        while (written < count)
        {
            if (_at == _end)
            {
                (_at, _end) = (0, written > 0 ? 0 : Inner.Read(_buffer, 0, _buffer.Length));
                if (_end == 0)
                {
                    break;
                }
            }

            if (_buffer[_at] == '\n' && _last != '\r' && !_isHalf)
            {
                buffer[offset + written++] = (byte)'\r';
                _isHalf = true;
                continue;
            }

            _isHalf = false;
            _last = _buffer[_at++];
            buffer[offset + written++] = _last;
        }

        return written;
    }
}
