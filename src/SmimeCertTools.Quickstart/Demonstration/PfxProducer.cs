using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Quickstart.Demonstration;

/// <summary>
/// Writes the demonstration's PFX files: with the openssl program where it is installed, with our own writer otherwise.
/// </summary>
internal sealed class PfxProducer
{
    private const string PasswordVariable = "QUICKSTART_PFX_PASSWORD";
    private readonly string? _openSslVersion = FindOpenSsl();

    /// <summary>What writes the files, for people.</summary>
    public string Name => _openSslVersion ?? "the built-in writer (openssl is not installed)";

    /// <summary>Writes a certificate, its private key and its chain to <paramref name="path"/>.</summary>
    /// <exception cref="InvalidOperationException">openssl failed.</exception>
    public void Write(string path, X509Certificate2 certificate, X509Certificate2Collection chain, string password)
    {
        if (_openSslVersion is null)
        {
            File.WriteAllBytes(path, PfxWriter.Write(certificate, password, new PfxWriteOptions { Chain = [.. chain] }));
            return;
        }

        using var key = certificate.GetRSAPrivateKey()!;
        var pem = string.Join('\n',
            [key.ExportPkcs8PrivateKeyPem(), certificate.ExportCertificatePem(), .. chain.Select(c => c.ExportCertificatePem())]);
        var start = new ProcessStartInfo("openssl", ["pkcs12", "-export", "-out", path, "-passout", "env:" + PasswordVariable])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[PasswordVariable] = password;
        using var process = Process.Start(start)!;
        process.StandardInput.Write(pem + "\n");
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"openssl could not write {path}: {errors}");
        }
    }

    private static string? FindOpenSsl()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("openssl", ["version"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            var version = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();

            // Versions before 3 (and LibreSSL) write other defaults; ours are then as good.
            return process.ExitCode == 0 && version.StartsWith("OpenSSL 3", StringComparison.Ordinal)
                ? string.Join(' ', version.Split(' ').Take(2)) : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
