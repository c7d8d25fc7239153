using System;
using System.IO;
using System.Text;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>Files that were not there before, readable by their owner alone.</summary>
internal static class NewFile
{
    /// <exception cref="IOException">The file exists already or cannot be written.</exception>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));

    /// <exception cref="IOException">The file exists already or cannot be written.</exception>
    public static void Write(string path, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(content);
    }
}
