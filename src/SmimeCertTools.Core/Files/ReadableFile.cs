using System.IO;

namespace SmimeCertTools.Core.Files;

/// <summary>
/// Opens files for reading without waiting for anybody: a name may come to be a pipe's after it was looked at, and to open one
/// waits for whoever writes into it. What was opened is looked at again (<see cref="FileKind"/>).
/// </summary>
public static class ReadableFile
{
    /// <summary>Opens a file; on Windows nobody can change it meanwhile unless <paramref name="share"/> lets them.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="share">What others may do meanwhile.</param>
    /// <param name="bufferSize">The stream's buffer in bytes; 1 for none.</param>
    /// <exception cref="IOException">It is not there, is held (<see cref="HeldFile"/>), or cannot be read.</exception>
    /// <exception cref="System.UnauthorizedAccessException">This account may not read it.</exception>
    public static FileStream Open(string path, FileShare share, int bufferSize = 1)
    {
#if NET
        if (!System.OperatingSystem.IsWindows())
        {
            return UnixOpening.Open(path, share, bufferSize);
        }
#endif
        return new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize, FileOptions.Asynchronous);
    }
}
