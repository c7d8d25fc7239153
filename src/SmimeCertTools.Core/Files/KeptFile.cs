using System;
using System.IO;
using System.Threading;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// A file that a run adds to, line by line, and that has to outlive the run: held by one writer, on the disk a second after it
/// was written to at the latest, and looked at for what others do to it meanwhile. Safe for concurrent use.
/// </summary>
internal sealed class KeptFile : IDisposable
{
    /// <summary>How long what was written may wait until it is on the disk.</summary>
    public static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly FileStream _stream;
    private readonly Func<KeptFileFault, Exception?, SmimeException> _error;
    private readonly KeptFilePlace _place;
    private readonly ITimer _timer;
    private SmimeException? _failure;
    private byte[] _last = [];
    private long _length;
    private bool _isDirty;
    private bool _isDisposed;

    private KeptFile(string path, FileStream stream, Func<KeptFileFault, Exception?, SmimeException> error, TimeProvider clock)
    {
        (_stream, _error) = (stream, error);
        _place = new KeptFilePlace(path, stream);
        _timer = clock.CreateTimer(_ => SyncLater(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the file holds, to be read before <see cref="Begin"/>.</summary>
    public Stream Content => _stream;

    /// <summary>How often it was brought to the disk.</summary>
    internal int Syncs { get; private set; }

    /// <summary>Called before bytes are written or brought to the disk, so that a test can have a disk that refuses.</summary>
    internal Action? BeforeDisk { get; set; }

    /// <summary>Opens the file for one writer, and creates it for the owner alone when it is not there.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="refusesLinks">
    /// Whether a symbolic link, and a file with several names, are refused: what is written must not end up elsewhere.
    /// </param>
    /// <param name="error">Makes the exception of a fault and its cause.</param>
    /// <param name="clock">Whose timer brings what was written to the disk.</param>
    public static KeptFile Open(
        string path, bool refusesLinks, Func<KeptFileFault, Exception?, SmimeException> error, TimeProvider clock)
    {
        var stream = KeptFileStream.Open(path, refusesLinks, error);
        KeptFile? opened = null;
        try
        {
            return opened = new KeptFile(path, stream, error, clock);
        }
        finally
        {
            if (opened is null)
            {
                stream.Dispose();
            }
        }
    }

    /// <summary>
    /// Goes to the end, where bytes are added from now on; what comes behind <paramref name="length"/> is cut off.
    /// </summary>
    /// <param name="length">How long the file is to be; null for as long as it is.</param>
    public void Begin(long? length = null)
    {
        lock (_gate)
        {
            Disk(() =>
            {
                if (length is { } wanted)
                {
                    _stream.SetLength(wanted);
                }

                _length = _stream.Seek(0, SeekOrigin.End);
            });
        }
    }

    /// <summary>Gives the file to its owner alone, where the system has such permissions.</summary>
    public void RestrictToOwner()
    {
#if NET
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(_stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            throw _error(KeptFileFault.NotWritable, e);
        }
#endif
    }

    /// <summary>Adds bytes. They outlive this process when this returns, and a power failure a second later.</summary>
    /// <param name="bytes">Whole lines.</param>
    /// <param name="isSynced">Whether they are to be on the disk when this returns, in the file that the path names.</param>
    public void Write(byte[] bytes, bool isSynced = false)
    {
        lock (_gate)
        {
            ThrowIfFailed();
            Disk(CheckLength);
            Disk(() => Append(bytes));
            if (isSynced)
            {
                SyncAndCheck();
            }
            else if (!_isDirty)
            {
                _isDirty = true;
                _timer.Change(SyncInterval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Brings to the disk what was written, and sees that the path still names it.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            ThrowIfFailed();
            SyncAndCheck();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            try
            {
                if (_isDirty)
                {
                    FlushToDisk();
                }
            }
            catch (Exception e) when (IsOfDisk(e))
            {
                // Whoever wants to know has completed the file; here something else went wrong before.
            }

            _timer.Dispose();
            _stream.Dispose();
        }
    }

    /// <summary>Whether a disk or a system says so, and not a fault of ours.</summary>
    internal static bool IsOfDisk(Exception error) =>
        error is IOException or UnauthorizedAccessException or NotSupportedException;

    private void Append(byte[] bytes)
    {
        var isWritten = false;
        try
        {
            BeforeDisk?.Invoke();
            _stream.Write(bytes, 0, bytes.Length);
            _stream.Flush();
            isWritten = true;
        }
        finally
        {
            if (!isWritten)
            {
                CutOff();
            }
        }

        _length += bytes.Length;
        _last = bytes;
    }

    // What a full disk took of a line is no line.
    private void CutOff()
    {
        try
        {
            _stream.SetLength(_length);
            _stream.Seek(0, SeekOrigin.End);
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            // The next run repairs the line; this one writes nothing behind it.
            _failure = _error(KeptFileFault.NotWritable, e);
        }
    }

    private void SyncLater()
    {
        lock (_gate)
        {
            if (_isDisposed || !_isDirty || _failure is not null)
            {
                return;
            }

            try
            {
                SyncAndCheck();
            }
            catch (SmimeException e)
            {
                // Nobody is here to be told: whoever writes next is, or completes.
                _failure = e;
            }
        }
    }

    private void SyncAndCheck()
    {
        Disk(FlushToDisk);
        _isDirty = false;
        Disk(CheckLength);
        Disk(() => Throw(_place.ChangeSince(_last)));
    }

    private void FlushToDisk()
    {
        BeforeDisk?.Invoke();
        _stream.Flush(flushToDisk: true);
        Syncs++;
    }

    private void CheckLength()
    {
        var length = _stream.Length;
        Throw(length == _length ? null : length < _length ? "it is shorter than it was" : "it is longer than it was");
    }

    private void Throw(string? change)
    {
        if (change is not null)
        {
            throw _failure = _error(KeptFileFault.Changed, new InvalidDataException(change));
        }
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw _failure;
        }
    }

    private void Disk(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IsOfDisk(e))
        {
            throw _error(KeptFileFault.NotWritable, e);
        }
    }
}
