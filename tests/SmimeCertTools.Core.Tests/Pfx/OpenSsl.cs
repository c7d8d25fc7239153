using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using Xunit;

namespace SmimeCertTools.Core.Tests.Pfx;

/// <summary>The openssl command line, as a producer independent of this library.</summary>
internal sealed class OpenSsl : IDisposable
{
    public OpenSsl() => Folder = Directory.CreateTempSubdirectory("smimecerttools-");

    public static bool IsPresent { get; } = Check();

    public DirectoryInfo Folder { get; }

    public string PathOf(string name) => Path.Combine(Folder.FullName, name);

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>Runs one command in the folder; fails the test when openssl does.</summary>
    public void Run(params string[] arguments)
    {
        using var process = Start(arguments, Folder.FullName);
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, "openssl " + string.Join(' ', arguments) + Environment.NewLine + error);
    }

    /// <summary>Makes <c>name.key</c> and the self-signed <c>name.pem</c>.</summary>
    public void MakeCertificate(string name, params string[] key)
    {
        Run(
            ["req", "-x509", "-newkey", .. key, "-noenc", "-keyout", name + ".key", "-out", name + ".pem", "-days", "30",
            "-subj", "/CN=" + name, "-addext", "subjectAltName=email:" + name + "@contoso.com"]);
    }

    /// <summary>Makes <c>name.csr</c>'s certificate <c>name.pem</c>, signed by <paramref name="issuer"/>.</summary>
    public void Issue(string name, string issuer, bool isAuthority)
    {
        File.WriteAllText(
            PathOf("ext.cnf"),
            "basicConstraints=" + (isAuthority ? "critical,CA:TRUE" : "CA:FALSE")
                + "\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        Run(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-keyout", name + ".key",
            "-out", name + ".csr",
            "-subj", "/CN=" + name);
        Run(
            "x509", "-req", "-in", name + ".csr", "-CA", issuer + ".pem", "-CAkey", issuer + ".key", "-CAcreateserial",
            "-extfile", "ext.cnf", "-out", name + ".pem", "-days", "20");
    }

    public void Dispose() => Folder.Delete(recursive: true);

    private static Process Start(string[] arguments, string folder)
    {
        var start = new ProcessStartInfo("openssl")
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = false,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static bool Check()
    {
        try
        {
            using var process = Start(["version"], Path.GetTempPath());
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>A theory that needs the openssl command line, version 3.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslTheoryAttribute : TheoryAttribute
{
    public OpenSslTheoryAttribute()
    {
        if (!OpenSsl.IsPresent)
        {
            Skip = "The openssl command is not installed.";
        }
    }
}

/// <summary>A fact that needs the openssl command line, version 3.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenSslFactAttribute : FactAttribute
{
    public OpenSslFactAttribute()
    {
        if (!OpenSsl.IsPresent)
        {
            Skip = "The openssl command is not installed.";
        }
    }
}
