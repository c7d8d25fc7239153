using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Pfx;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Tests.Support;

/// <summary>A runspace with the cmdlets, without any service, and a folder with PFX files.</summary>
internal sealed class PfxBench : IAsyncDisposable
{
    private PfxBench(HostedShell shell) => Shell = shell;

    public HostedShell Shell { get; }

    public TempFolder Folder { get; } = new();

    public string Password { get; } = RandomPassword.Create();

    public string NewPassword { get; } = RandomPassword.Create();

    public static async Task<PfxBench> StartAsync() => new(await HostedShell.OpenAsync(new HostedShellOptions
    {
        Modules = [typeof(ConvertSmimePfxCommand).Assembly.Location],
        FormatFiles = Directory.GetFiles(RepositoryRoot.Combine("src", "SmimeCertTools", "Formats"), "*.Format.ps1xml"),
    }));

    public static string TextOf(SecureString secure) => new NetworkCredential(string.Empty, secure).Password;

    /// <summary>Makes a certificate; the caller disposes of it.</summary>
    public static X509Certificate2 Issue(
        string user = TestTenant.Alice, CertificateUsage usage = CertificateUsage.Encryption, int startYear = 0)
    {
        var start = DateTimeOffset.UtcNow.AddDays(-30).AddYears(startYear);
        return TestTenant.Pki.Issue(new PersonCertificate
        {
            MailAddress = user,
            Usage = usage,
            NotBefore = start,
            NotAfter = start.AddYears(1),
        });
    }

    /// <summary>Several key pairs in one file, as Windows exports a whole store.</summary>
    public static byte[] Bundle(string? password, params X509Certificate2[] certificates) =>
        new X509Certificate2Collection(certificates).Export(X509ContentType.Pkcs12, password)!;

    /// <summary>Writes a PFX with issuing CA and root, and returns its path and thumbprint.</summary>
    public (string Path, string Thumbprint) AddPfx(string name, string? password = null)
    {
        using var certificate = Issue();
        var chain = TestTenant.Pki.CreateChain();
        var options = new PfxWriteOptions { Chain = chain, FriendlyName = "Alice's key" };
        var path = Folder.Write(name, PfxWriter.Write(certificate, password ?? Password, options));
        foreach (var authority in chain)
        {
            authority.Dispose();
        }

        return (path, certificate.Thumbprint);
    }

    /// <summary>
    /// Runs a script in which $Folder, $Password and $NewPassword (SecureStrings) are known, and the folder is the location.
    /// </summary>
    public Task<ShellResult> RunAsync(string script, IEnumerable? input = null, CancellationToken stopping = default) =>
        Shell.RunAsync(Prologue + script, Parameters(), input, stopping);

    /// <summary>The same, shown as on a console.</summary>
    public Task<ShellResult> RenderAsync(string script) => Shell.RenderAsync(Prologue + script, Parameters());

    /// <summary>Runs a script without errors and returns what was converted.</summary>
    public async Task<IReadOnlyList<SmimeConvertedPfx>> ConvertAsync(string script, IEnumerable? input = null) =>
        (await RunAsync(script, input)).EnsureNoErrors().OutputAs<SmimeConvertedPfx>();

    /// <summary>The thumbprints of the certificates with a key that the platform's own reader finds in a file.</summary>
    public static IReadOnlyList<string> KeysIn(string path, string? password)
    {
        var found = X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password);
        var keys = found.Where(certificate => certificate.HasPrivateKey).Select(certificate => certificate.Thumbprint).ToList();
        foreach (var certificate in found)
        {
            certificate.Dispose();
        }

        return keys;
    }

    /// <summary>The names of all files in the folder.</summary>
    public IReadOnlyList<string> Files(params string[] parts) =>
        [.. Directory.GetFiles(Folder.Combine(parts)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await Shell.DisposeAsync();
        Folder.Dispose();
    }

    private const string Prologue =
        "param($Folder, $Password, $NewPassword) $null = $ExecutionContext.SessionState.Path.SetLocation($Folder); ";

    private Dictionary<string, object?> Parameters() => new()
    {
        ["Folder"] = Folder.Path,
        ["Password"] = TestTenant.Secure(Password),
        ["NewPassword"] = TestTenant.Secure(NewPassword),
    };
}
