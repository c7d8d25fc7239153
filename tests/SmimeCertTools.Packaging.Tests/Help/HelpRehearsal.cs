using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;
using SmimeCertTools.Sandbox.Pki;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>
/// A sandbox, a folder with the files that the documentation's examples name, and a session in it that is connected.
/// </summary>
internal sealed class HelpRehearsal : IAsyncDisposable
{
    private const string DocumentedAddress = "http://127.0.0.1:5080";

    /// <summary>
    /// Sign-in by other ways than a token needs the real service. There the parameters are bound as the cmdlet binds them,
    /// and no more. A token for Microsoft Graph itself is shown to the sandbox, which is asked once with it.
    /// </summary>
    private const string ConnectProxy = """
        $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command -Name SmimeCertTools\Connect-SmimeGraph))
        $body = @(
            [System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($metadata)
            'param('
            [System.Management.Automation.ProxyCommand]::GetParamBlock($metadata)
            ') end {'
            'if (-not $PSBoundParameters.ContainsKey("GraphUri")) { $PSBoundParameters["GraphUri"] = $RehearsalUri }'
            'if ($PSCmdlet.ParameterSetName -eq "AccessToken") { SmimeCertTools\Connect-SmimeGraph @PSBoundParameters } }'
        ) -join "`n"
        ${function:global:Connect-SmimeGraph} = [scriptblock]::Create($body)
        """;

    /// <summary>
    /// What examples do with key storage providers must not touch those of the machine, and other systems have none. There the
    /// parameters are bound as the cmdlet binds them, and no more; with files the cmdlet itself runs.
    /// </summary>
    private const string ConnectorKeyProxies = """
        foreach ($verb in "New", "Get", "Import", "Export", "Test") {
            $name = "$verb-SmimeConnectorKey"
            $metadata = [System.Management.Automation.CommandMetadata]::new((Get-Command -Name "SmimeCertTools\$name"))
            $files = if ($verb -eq "Import") { "''" } else { "'Path', 'LiteralPath', 'PathPrivate', 'RecordPath'" }
            $body = @(
                "function global:$name {"
                [System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($metadata)
                'param('
                [System.Management.Automation.ProxyCommand]::GetParamBlock($metadata)
                ") process { if (`$PSCmdlet.ParameterSetName -in $files) { SmimeCertTools\$name @PSBoundParameters } } }"
            ) -join "`n"
            . ([scriptblock]::Create($body))
        }
        """;

    /// <summary>Commands of modules that are not PowerShell's and that examples name; they need a service or a vault.</summary>
    private const string OtherModules = """
        function Get-AzAccessToken {
            param([uri] $ResourceUrl, [switch] $AsSecureString)
            [pscustomobject] @{ Token = $RehearsalToken }
        }
        function Set-Secret { param([string] $Name, [securestring] $SecureStringSecret) }
        """;

    private readonly TempFolder folder = new();
    private readonly string password = RandomPassword.Create(20);
    private readonly SandboxHost sandbox;
    private readonly HostedShell shell;
    private readonly ConnectorKeyPair key;

    private HelpRehearsal(SandboxHost sandbox, HostedShell shell, ConnectorKeyPair key)
    {
        this.sandbox = sandbox;
        this.shell = shell;
        this.key = key;
    }

    public static async Task<HelpRehearsal> StartAsync()
    {
        var key = ConnectorKeyPair.Create(keyName: "PFXEncryptionKey");
        var sandbox = await SandboxHost.StartAsync(new SandboxOptions { ConnectorKeys = [key], PageSize = 2 });
        var shell = await HostedShell.OpenAsync(StagedModule.Manifest);
        var rehearsal = new HelpRehearsal(sandbox, shell, key);
        foreach (var user in new[] { "alice@contoso.com", "bob@contoso.com", "carol@contoso.com" })
        {
            sandbox.State.Users.Add(user);
        }

        shell.Answers.TypeSecretFor(
            question => Secure(
                question.StartsWith("Token", StringComparison.Ordinal) ? sandbox.IssueToken() : rehearsal.password));
        rehearsal.AddTenant();
        rehearsal.WriteFiles();
        (await shell.RunAsync(
            """
            param($Folder, $Token, $OtherModules, $Proxy, $KeyProxies, $Uri)
            $global:RehearsalToken = $Token
            Set-Location -LiteralPath $Folder
            . ([scriptblock]::Create($OtherModules))
            . ([scriptblock]::Create($Proxy))
            . ([scriptblock]::Create($KeyProxies))
            $global:RehearsalUri = $Uri
            """,
            new Dictionary<string, object?>
            {
                ["Folder"] = rehearsal.folder.Path,
                ["Token"] = Secure(sandbox.IssueToken()),
                ["OtherModules"] = OtherModules,
                ["Proxy"] = ConnectProxy,
                ["KeyProxies"] = ConnectorKeyProxies,
                ["Uri"] = sandbox.GraphUri,
            })).EnsureNoErrors();
        return rehearsal;
    }

    /// <summary>What the tenant holds.</summary>
    public IReadOnlyList<string> Records =>
    [
        .. sandbox.State.UserPfxCertificates.All
            .Select(record => $"{record.UserPrincipalName} {record.IntendedPurpose}").Order(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>How many requests were sent that write.</summary>
    public int Writes => sandbox.State.Requests.Entries.Count(entry => entry.Method != "GET");

    /// <summary>Runs an example as it stands, in a session that is connected; questions are answered with Yes.</summary>
    public async Task<ShellResult> RunAsync(string title, string code)
    {
        (await shell.RunAsync("SmimeCertTools\\Connect-SmimeGraph -GraphUri $RehearsalUri -AccessToken $RehearsalToken"))
            .EnsureNoErrors();
        shell.Answers.Choose("Yes", "Yes", "Yes");
        var result = await shell.RunAsync(
            code.Replace(DocumentedAddress, sandbox.GraphUri.ToString().TrimEnd('/'), StringComparison.Ordinal));

        // An example may set it, and variables are the whole process's.
        Environment.SetEnvironmentVariable("AZURE_AUTHORITY_HOST", null);
        Assert.True(
            result.AllErrors.Count == 0,
            $"{title}: {string.Join("; ", result.AllErrors.Select(error => $"{error.FullyQualifiedErrorId}: {error}"))}");
        return result;
    }

    /// <summary>
    /// Every record's password opens its PFX with the connector's key. From the first profile on, what is delivered depends on
    /// profiles of imported certificates, devices and assignments.
    /// </summary>
    public void CheckDelivery()
    {
        if (sandbox.State.Profiles.Count > 0)
        {
            return;
        }

        foreach (var user in sandbox.State.UserPfxCertificates.All.Select(record => record.UserPrincipalName).Distinct())
        {
            using var delivery = sandbox.Devices.Deliver(user);
            Assert.All(delivery.Records, record => Assert.True(record.IsDelivered, record.Detail));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await shell.DisposeAsync();
        await sandbox.DisposeAsync();
        key.Dispose();
        folder.Dispose();
    }

    private void AddTenant()
    {
        foreach (var group in new[] { "Mail users", "Pilot", "Guests" })
        {
            sandbox.State.Groups.Add(group);
        }

        sandbox.State.Applications.AddManagedIdentity("mail-runbook");
        sandbox.State.AddIosApp();
        sandbox.State.AddAndroidApp();
        sandbox.State.AddAssignmentFilter("Company iPhones", "iOS", "(device.deviceOwnership -eq \"Corporate\")");
        sandbox.State.AddConnector(new SandboxConnector { MachineName = "srv1.contoso.com" });
    }

    private void WriteFiles()
    {
        using var factory = new CertificateFactory("Contoso");
        WriteAuthorities(factory);
        Directory.CreateDirectory(folder.Combine("archive"));
        Write(factory, "alice-2024.pfx", "alice", CertificateUsage.Encryption, -900, -500, archived: true);
        Write(factory, "alice-2025.pfx", "alice", CertificateUsage.Encryption, -520, -100, archived: true);
        Write(factory, "alice-2026.pfx", "alice", CertificateUsage.Encryption, -120, 300, archived: true);
        Write(factory, "alice-signing.pfx", "alice", CertificateUsage.Signing, -120, 300);
        Write(factory, "bob-2026.pfx", "bob", CertificateUsage.Encryption, -120, 300, archived: true);
        Write(factory, "bob-dual.pfx", "bob", CertificateUsage.Dual, -100, 320);
        Write(factory, "carol-2026.pfx", "carol", CertificateUsage.Encryption, -120, 300);
        Write(factory, "alice.pfx", "alice", CertificateUsage.Encryption, -120, 300);
        Write(factory, "app.pfx", "app", CertificateUsage.Signing, -1, 300);
        WriteBoth(factory, "alice-both.pfx");
        var owner = new PersonCertificate { MailAddress = "app@contoso.com", Usage = CertificateUsage.Signing };
        using (var app = factory.Issue(owner))
        {
            folder.Write("app.pem", app.ExportCertificatePem());
        }

        folder.Write("connector-public.pem", key.PublicKeyPem);
        folder.Write("connector.pem", key.ExportPrivateKeyPem(password));
        string[] rows =
        [
            "UserPrincipalName,Path,Password,IntendedPurpose",
            $"alice@contoso.com,alice-2026.pfx,{password},",
            $"alice@contoso.com,alice-signing.pfx,{password},Signing",
            $"bob@contoso.com,bob-2026.pfx,{password},SmimeEncryption",
            $"carol@contoso.com,carol-2026.pfx,{password},",
        ];
        folder.Write("users.csv", string.Join('\n', rows) + "\n");
        WriteExport();
        folder.Write("list.csv", "UserPrincipalName;Path\ncarol@contoso.com;carol-2026.pfx\n");
    }

    // What a CA exported, with the passwords in a list of their own, and what an import says of one of the files.
    private void WriteExport()
    {
        Directory.CreateDirectory(folder.Combine("ca-export", "2025"));
        File.Copy(folder.Combine("alice-2025.pfx"), folder.Combine("ca-export", "2025", "alice@contoso.com_enc.p12"));
        File.Copy(folder.Combine("bob-2026.pfx"), folder.Combine("ca-export", "4711-bob.pfx"));
        File.Copy(folder.Combine("carol-2026.pfx"), folder.Combine("ca-export", "5D00A1.pfx"));
        folder.Write("passwords.csv", $"Owner,Password\nsomebody else,{RandomPassword.Create(12)}\nall of 2025,{password}\n");
        folder.Write(
            "results.csv",
            "Time,RunId,UserPrincipalName,Path,Thumbprint,Status,ErrorId\n\"2026-11-28T09:00:00Z\",\"1f\",\"carol@contoso.com\","
            + $"\"{folder.Combine("carol-2026.pfx")}\",\"\",\"Failed\",\"GraphServiceUnavailable\"\n");
    }

    private void Write(CertificateFactory factory, string name, string person, CertificateUsage usage, int fromDay, int toDay,
        bool archived = false)
    {
        var today = DateTimeOffset.UtcNow.Date;
        using var certificate = factory.Issue(new PersonCertificate
        {
            MailAddress = $"{person}@contoso.com",
            UserPrincipalName = $"{person}@contoso.com",
            Usage = usage,
            NotBefore = today.AddDays(fromDay),
            NotAfter = today.AddDays(toDay),
        });
        var content = PfxWriter.Write(certificate, password);
        folder.Write(name, content);
        if (archived)
        {
            folder.Write(Path.Combine("archive", name), content);
        }
    }

    private void WriteBoth(CertificateFactory factory, string name)
    {
        using var encryption = factory.Issue(new PersonCertificate { MailAddress = "alice@contoso.com" });
        using var signing = factory.Issue(
            new PersonCertificate { MailAddress = "alice@contoso.com", Usage = CertificateUsage.Signing });
        var both = new X509Certificate2Collection(new[] { encryption, signing });
        folder.Write(name, both.Export(X509ContentType.Pkcs12, password)!);
    }

    private void WriteAuthorities(CertificateFactory factory)
    {
        folder.Write("contoso-root.cer", factory.Root.RawData);
        folder.Write("root.cer", factory.Root.RawData);
        folder.Write("contoso-issuing.pem", factory.Issuing.ExportCertificatePem());
        folder.Write("contoso-chain.pem", factory.Issuing.ExportCertificatePem() + "\n" + factory.Root.ExportCertificatePem());
        using var person = factory.Issue(new PersonCertificate { MailAddress = "alice@contoso.com" });
        var all = new X509Certificate2Collection(person);
        all.AddRange(factory.CreateChain().ToArray());
        folder.Write("alice-chain.pfx", all.Export(X509ContentType.Pkcs12, password)!);
    }

    private static SecureString Secure(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}
