using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Hosting;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using SmimeCertTools.UserPfx;

namespace SmimeCertTools.Tests.Support;

/// <summary>
/// A sandbox with three users, a runspace with the cmdlets that is connected to it, and a folder with PFX files.
/// </summary>
internal sealed class TestTenant : IAsyncDisposable
{
    public const string Alice = "alice@contoso.com";
    public const string Bob = "bob@contoso.com";
    public const string Carol = "carol@contoso.com";
    public const string RecordsPath = "userPfxCertificates";

    private static readonly Lazy<CertificateFactory> Factory = new(() => new CertificateFactory { DistinctKeys = 24 });
    private static readonly Lazy<ConnectorKeyPair> Connector = new(() =>
        ConnectorKeyPair.Create(2048, keyName: "PFXEncryptionKey"));

    private TestTenant(SandboxHost host, HostedShell shell)
    {
        Host = host;
        Shell = shell;
        foreach (var user in new[] { Alice, Bob, Carol })
        {
            host.State.Users.Add(user);
        }

        KeyPath = Folder.Write("connector.pem", ConnectorKey.PublicKeyPem);
    }

    public static ConnectorKeyPair ConnectorKey => Connector.Value;

    public static CertificateFactory Pki => Factory.Value;

    public SandboxHost Host { get; }

    public HostedShell Shell { get; }

    public TempFolder Folder { get; } = new();

    public string KeyPath { get; }

    public string Password { get; } = RandomPassword.Create();

    public IReadOnlyList<StoredUserPfx> Records => Host.State.UserPfxCertificates.All;

    public static async Task<TestTenant> StartAsync(SandboxOptions? options = null, bool connect = true)
    {
        options ??= new SandboxOptions { ConnectorKeys = [ConnectorKey] };
        var shell = await HostedShell.OpenAsync(new HostedShellOptions
        {
            Modules = [typeof(ImportSmimeUserPfxCommand).Assembly.Location],
            FormatFiles = Directory.GetFiles(RepositoryRoot.Combine("src", "SmimeCertTools", "Formats"), "*.Format.ps1xml"),
        });
        var tenant = new TestTenant(await SandboxHost.StartAsync(options), shell);
        if (connect)
        {
            (await tenant.ConnectAsync(tenant.Host.IssueToken())).EnsureNoErrors();
        }

        return tenant;
    }

    public static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var character in text)
        {
            secure.AppendChar(character);
        }

        return secure;
    }

    public Task<ShellResult> ConnectAsync(string token, Uri? uri = null) => RunAsync(
        "param($Token, $Uri) Connect-SmimeGraph -AccessToken $Token -GraphUri $Uri -NoVerify",
        new() { ["Token"] = Secure(token), ["Uri"] = uri ?? Host.GraphUri });

    /// <summary>Connects so that a request that is tried again waits milliseconds where others wait seconds.</summary>
    public async Task ConnectHastilyAsync()
    {
        using var token = Core.Secrets.SecretText.Copy(Host.IssueToken());
        var connection = await GraphConnection.ConnectAsync(
            new AccessTokenGraphCredential { Token = token },
            new GraphConnectionOptions { GraphUri = Host.GraphUri, RetryBaseDelay = TimeSpan.FromMilliseconds(5) },
            CancellationToken.None);
        (await RunAsync("param($Connect) $Connect.Invoke()", new()
        {
            ["Connect"] = (Action)(() => SmimeSession.Current.Replace(connection)),
        })).EnsureNoErrors();
    }

    /// <summary>Writes a PFX file of a new certificate and returns its path and thumbprint.</summary>
    public (string Path, string Thumbprint) AddPfx(
        string name,
        string user = Alice,
        CertificateUsage usage = CertificateUsage.Encryption,
        int startYear = 0,
        string? password = null)
    {
        var start = DateTimeOffset.UtcNow.AddDays(-30).AddYears(startYear);
        using var certificate = Pki.Issue(new PersonCertificate
        {
            MailAddress = user,
            Usage = usage,
            NotBefore = start,
            NotAfter = start.AddYears(1),
        });
        return (Folder.Write(name, PfxWriter.Write(certificate, password ?? Password)), certificate.Thumbprint);
    }

    public PSObject CsvRow(string user, string path, string? password = null, string purpose = "") => TestSupport.Shell.CsvRow.Of(
        ("UserPrincipalName", user), ("Path", path), ("Password", password ?? Password), ("IntendedPurpose", purpose));

    public Task<ShellResult> RunAsync(
        string script, Dictionary<string, object?>? parameters = null, IEnumerable? input = null,
        CancellationToken stopping = default) =>
        Shell.RunAsync(script, parameters, input, stopping);

    /// <summary>Pipes rows into Import-SmimeUserPfx.</summary>
    public Task<ShellResult> ImportAsync(IEnumerable rows, string options = "", CancellationToken stopping = default) => RunAsync(
        $"param($Key) $input | Import-SmimeUserPfx -PublicKeyPath $Key {options}", new() { ["Key"] = KeyPath }, rows, stopping);

    /// <summary>Imports one file.</summary>
    public Task<ShellResult> ImportFileAsync(string path, string user = Alice, string options = "") =>
        ImportAsync(new[] { CsvRow(user, path) }, options);

    /// <summary>How many requests changed something; batches only hold look-ups.</summary>
    public int Writes() => Host.State.Requests.Entries.Count(entry =>
        entry.Method is "POST" or "PATCH" or "DELETE" && !entry.Path.EndsWith("$batch", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Shell.DisposeAsync();
        await Host.DisposeAsync();
        Folder.Dispose();
    }
}
