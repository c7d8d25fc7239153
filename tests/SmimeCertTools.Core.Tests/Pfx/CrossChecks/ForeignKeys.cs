using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using Tool = SmimeCertTools.TestSupport.Tools.OpenSsl;

namespace SmimeCertTools.Core.Tests.Pfx.CrossChecks;

/// <summary>Keys and certificates made once with openssl, for files that all the programs make of them.</summary>
public sealed class ForeignKeys : IAsyncLifetime
{
    /// <summary>The password of the files unless a test is about another.</summary>
    public const string Password = "Secret-1";

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["rsa"] = "rsa:2048",
        ["rsa-pss"] = "rsa-pss -pkeyopt rsa_keygen_bits:2048",
        ["ec"] = "ec -pkeyopt ec_paramgen_curve:P-256",
        ["ec-p384"] = "ec -pkeyopt ec_paramgen_curve:P-384",
        ["ed25519"] = "ed25519",
        ["root"] = "ec -pkeyopt ec_paramgen_curve:P-256",
    };

    private readonly TempFolder _folder = new();

    /// <summary>The folder with <c>kind.key</c> and <c>kind.pem</c> in it.</summary>
    public string Folder => _folder.Path;

    public string PathOf(string file) => _folder.Combine(file);

    /// <summary>SHA-1 of the certificates in a PEM file, 40 upper-case hexadecimal digits each.</summary>
    public string[] Thumbprints(params string[] files)
    {
        var certificates = new X509Certificate2Collection();
        foreach (var file in files)
        {
            certificates.ImportFromPemFile(PathOf(file));
        }

        return [.. certificates.Select(certificate => certificate.Thumbprint)];
    }

    /// <summary>Writes a PFX with openssl and returns its path.</summary>
    public async Task<string> ExportAsync(string kind, string password, params string[] options)
    {
        var path = PathOf(Guid.NewGuid().ToString("N") + ".p12");
        await Tool.RunAsync(
            ["pkcs12", "-export", "-in", kind + ".pem", "-inkey", kind + ".key", "-name", kind, "-out", path,
            "-passout", "env:PFX",
            .. options],
            environment: new Dictionary<string, string> { ["PFX"] = password }, workingFolder: Folder);
        return path;
    }

    public async Task InitializeAsync()
    {
        if (ToolLocator.Find("openssl") is null)
        {
            return;
        }

        await Task.WhenAll(Kinds.Select(kind => Tool.RunAsync(
            ["req", "-x509", "-newkey", .. kind.Value.Split(' '), "-noenc",
            "-keyout", kind.Key + ".key", "-out", kind.Key + ".pem",
            "-days", "30", "-subj", "/CN=" + kind.Key, "-addext", "subjectAltName=email:" + kind.Key + "@contoso.com"],
            workingFolder: Folder)));
        await IssueAsync("middle", "root", "critical,CA:TRUE");
        await IssueAsync("leaf", "middle", "CA:FALSE");
        var strangersFirst = new[] { "ed25519", "root", "middle" }.Select(name => File.ReadAllText(PathOf(name + ".pem")));
        File.WriteAllText(PathOf("others.pem"), string.Concat(strangersFirst));
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    private async Task IssueAsync(string name, string issuer, string constraints)
    {
        _folder.Write(
            name + ".cnf", "basicConstraints=" + constraints + "\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n");
        await Tool.RunAsync(
            ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc",
            "-keyout", name + ".key", "-out", name + ".csr",
            "-subj", "/CN=" + name], workingFolder: Folder);
        await Tool.RunAsync(
            ["x509", "-req", "-in", name + ".csr", "-CA", issuer + ".pem", "-CAkey", issuer + ".key", "-CAcreateserial",
            "-extfile", name + ".cnf", "-out", name + ".pem", "-days", "20"], workingFolder: Folder);
    }
}
