using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>The sandbox as a program: it says how to connect, then one line a request, until Ctrl+C.</summary>
internal static class Rehearsal
{
    private static readonly UserSettings[] DemoUsers =
    [
        new("anna@contoso.com", "Anna Demo"),
        new("bert@contoso.com", "Bert Demo"),
        new("carla@contoso.com", "Carla Demo"),
    ];

    private static readonly Guid DemoClientId = new("11111111-2222-3333-4444-555555555555");

    public static async Task<int> RunAsync(ProgramArguments arguments, TextWriter output)
    {
        var settings = arguments.ConfigurationPath is null
            ? new SandboxSettings
            {
                Users = DemoUsers,
                Clients = [new(DemoClientId, RandomNumberGenerator.GetHexString(32))],
                Groups = [new("Mail users", [.. DemoUsers.Select(user => user.UserPrincipalName)])],
            }
            : SandboxSettings.Parse(await File.ReadAllTextAsync(arguments.ConfigurationPath));
        using var key = arguments.ConnectorKeyPath is null
            ? null : ConnectorKeyFiles.Read(arguments.ConnectorKeyPath, arguments.ProviderName, arguments.KeyName);
        await using var sandbox = await SandboxHost.StartAsync(settings.ToOptions(
            arguments.Port, key is null ? [] : [key], arguments.HttpsPort, https: arguments.AuthorityPath is not null));
        if (arguments.AuthorityPath is { } path)
        {
            await File.WriteAllTextAsync(path, sandbox.HttpsAuthority!.ExportCertificatePem() + '\n');
        }

        settings.Fill(sandbox.State);
        output.WriteLine(Welcome(sandbox, key, arguments.AuthorityPath));
        var lines = TextWriter.Synchronized(output);
        sandbox.State.Requests.Logged += entry => lines.WriteLine(Line(entry));
        await UntilStoppedAsync();
        return 0;
    }



    private static string Welcome(SandboxHost sandbox, ConnectorKeyPair? key, string? authorityPath) => $"""
        The sandbox listens on {sandbox.GraphUri}{(sandbox.HttpsUri is null ? "" : $" and {sandbox.HttpsUri}")}
        Tenant: {sandbox.Options.TenantId}
        Users:  {string.Join(", ", sandbox.State.Users.All.Select(user => user.UserPrincipalName).DefaultIfEmpty("none"))}

        Connect (the token lasts a day and opens nothing but this sandbox):
          $token = ConvertTo-SecureString -AsPlainText -Force '{sandbox.IssueToken(lifetime: TimeSpan.FromDays(1))}'
          Connect-SmimeGraph -GraphUri {sandbox.GraphUri} -AccessToken $token

        {SignIn(sandbox, authorityPath)}
        {(key is null
            ? "No connector key: devices get nothing. --new-key <folder> makes one, --connector-key <file> uses it."
            : $"Connector key: -ProviderName '{key.ProviderName}' -KeyName '{key.KeyName}'")}
        What a device gets: {sandbox.GraphUri}sandbox/devices/<user principal name>/certificates

        Ctrl+C ends the sandbox; it forgets everything.

        """;

    private static string SignIn(SandboxHost sandbox, string? authorityPath)
    {
        if (sandbox.HttpsUri is null)
        {
            return "To rehearse sign-in as well, add --https-port <port> --ca-file <file>.";
        }

        var client = sandbox.Options.Clients is [var first, ..] ? first : null;
        return $"""
            Sign in: start PowerShell with the CA trusted (SSL_CERT_FILE={authorityPath ?? "<file of --ca-file>"}), and there
              $env:AZURE_AUTHORITY_HOST = '{sandbox.HttpsUri}'
              Connect-SmimeGraph -GraphUri {sandbox.GraphUri} -TenantId {sandbox.Options.TenantId} -ClientId {client?.ClientId} …
            with -Interactive, -DeviceCode or -ClientSecret{(client?.Secret is null ? "" : $" (its secret: {client.Secret})")};
            for -ManagedIdentity without -TenantId and -ClientId
              $env:IDENTITY_ENDPOINT = '{sandbox.GraphUri}msi/token'; $env:IDENTITY_HEADER = '{sandbox.Options.IdentityHeader}'

            """;
    }

    private static string Line(LoggedRequest entry)
    {
        var part = entry.BatchPartId is null ? "" : $" [part {entry.BatchPartId}]";
        var diagnostic = entry.Diagnostic is null ? "" : $"  ({entry.Diagnostic})";
        return $"{entry.Time.ToLocalTime():HH:mm:ss} {(entry.Status == 0 ? "---" : entry.Status)} {entry.Method} "
            + $"{Printable(Uri.UnescapeDataString(entry.Path))}{part}{diagnostic}";
    }

    // A decoded path could carry terminal sequences.
    private static string Printable(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter));

    private static async Task UntilStoppedAsync()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopped.TrySetResult();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await stopped.Task;
    }
}
