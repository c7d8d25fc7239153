using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.ConnectorKeys;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Tests.ConnectorKeys;

/// <summary>A runspace with the cmdlets, located in an empty folder, and a password.</summary>
internal sealed class KeyShell : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private KeyShell(HostedShell shell) => Shell = shell;

    public HostedShell Shell { get; }

    /// <summary>The password in clear.</summary>
    public string Text { get; } = RandomPassword.Create();

    public static async Task<KeyShell> OpenAsync()
    {
        var shell = new KeyShell(await HostedShell.OpenAsync(new HostedShellOptions
        {
            Modules = [typeof(NewSmimeConnectorKeyCommand).Assembly.Location],
            FormatFiles = Directory.GetFiles(RepositoryRoot.Combine("src", "SmimeCertTools", "Formats"), "*.Format.ps1xml"),
        }));
        (await shell.Shell.RunAsync(
            "param($Folder, $Secret, $Other) $null = $ExecutionContext.SessionState.Path.SetLocation($Folder); "
            + "$global:Password = $Secret; $global:Wrong = $Other",
            new Dictionary<string, object?>
            {
                ["Folder"] = shell._folder.Path,
                ["Secret"] = TestTenant.Secure(shell.Text),
                ["Other"] = TestTenant.Secure("not " + shell.Text),
            })).EnsureNoErrors();
        return shell;
    }

    public static SecureString Secure(string text) => TestTenant.Secure(text);

    public string PathOf(string name) => _folder.Combine(name);

    public byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public string Write(string name, byte[] content) => _folder.Write(name, content);

    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    public Task<ShellResult> RunAsync(string script, IEnumerable? input = null) => Shell.RunAsync(script, null, input);

    /// <summary>Runs what ends in one key file.</summary>
    public async Task<SmimeConnectorKeyFile> FileAsync(string script) =>
        Assert.Single((await RunAsync(script)).EnsureNoErrors().OutputAs<SmimeConnectorKeyFile>());

    /// <summary>Makes a key in key.pem and key.pub.pem.</summary>
    public Task<SmimeConnectorKeyFile> NewAsync() =>
        FileAsync("New-SmimeConnectorKey -Path key.pem -Password $Password -KeySize 2048");

    public async ValueTask DisposeAsync()
    {
        await Shell.DisposeAsync();
        _folder.Dispose();
    }
}
