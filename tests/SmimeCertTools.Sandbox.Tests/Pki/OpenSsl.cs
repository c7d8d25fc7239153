using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace SmimeCertTools.Sandbox.Tests.Pki;

/// <summary>The openssl command line tool as a second opinion.</summary>
internal sealed class OpenSsl : IDisposable
{
    private readonly DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("sandbox-openssl");

    public static bool IsPresent { get; } = Probe();

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Runs it; returns standard output and standard error. Fails the test on another exit code than 0.</summary>
    public string Run(params string[] arguments)
    {
        var (exitCode, output) = Start(arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static bool Probe()
    {
        try
        {
            return Start(["version"]).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static (int ExitCode, string Output) Start(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }
}

/// <summary>A test that is skipped where openssl is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute()
    {
        if (!OpenSsl.IsPresent)
        {
            Skip = "The openssl command line tool is not installed.";
        }
    }
}
