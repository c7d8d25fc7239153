using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Mono.Cecil;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Runtimes;

/// <summary>The staged module in PowerShell's engine on each .NET that a PowerShell of the module's runs on.</summary>
public sealed class RuntimeTests
{
    // The first error ends a script: what has failed to initialize once makes .NET 9 wait for ever when it is asked for again.
    private const string Script = """
        $ErrorActionPreference = 'Stop'
        Import-Module -Name $Module -ErrorAction Stop
        Connect-SmimeGraph -GraphUri $GraphUri -AccessToken $Token -ErrorAction Stop
        $key = @{
            PublicKeyPath = $PublicKey; ProviderName = 'Microsoft Software Key Storage Provider'; KeyName = 'PFXEncryptionKey'
        }
        $imported = Import-SmimeUserPfx -Path $Pfx -Password $Password -UserPrincipalName $User `
            -IntendedPurpose SmimeEncryption @key
        "$($imported.Status) $($imported.Thumbprint)"
        Disconnect-SmimeGraph
        Connect-SmimeGraph -GraphUri $GraphUri -TenantId $TenantId -ClientId $ClientId -ClientSecret $Secret -ErrorAction Stop
        $listed = Get-SmimeUserPfx -UserPrincipalName $User
        "Listed $($listed.Thumbprint)"
        $read = Get-SmimePfx -Path $Pfx -Password $Password
        "Read $($read.Certificates.Thumbprint)"
        "Named $($listed.IntendedPurpose -is [SmimeCertTools.Types.UserPfxPurpose])"

        # The template engine and the reader of mail, which both editions share or which are reduced.
        $page = [System.IO.Path]::ChangeExtension($Pfx, 'html')
        Export-SmimeReport -Path $page -UserPrincipalName $User
        "Report $([System.IO.File]::ReadAllText($page).Contains($listed.Thumbprint))"
        $mail = [System.IO.Path]::ChangeExtension($Pfx, 'eml')
        $lines = 'From: a@contoso.com', 'MIME-Version: 1.0', 'Content-Type: text/plain', '', 'Hello'
        [System.IO.File]::WriteAllText($mail, ($lines -join "`r`n"))
        "Mail $(try { Test-SmimeMessage -Path $mail -ErrorAction Stop } catch { $_.FullyQualifiedErrorId.Split(',')[0] })"
        """;

    private const string ForeignTypesScript = """
        $ErrorActionPreference = 'Stop'
        Import-Module -Name $Types
        Import-Module -Name $Module
        Connect-SmimeGraph -GraphUri $GraphUri -AccessToken $Token
        Get-SmimeUserPfx
        Import-Module -Name $Again
        Get-SmimeUserPfx
        """;

    // Over https, and so by Azure.Identity (whose code is in Azure.Core), MSAL and IdentityModel. Over plain http on this machine
    // it is the core's own code.
    private const string HttpsScript = """
        $ErrorActionPreference = 'Stop'
        Import-Module -Name $Module
        $app = @{ GraphUri = $GraphUri; TenantId = $TenantId; ClientId = $ClientId }
        $ways = [ordered]@{
            'client secret'      = @{ ClientSecret = $Secret }
            'certificate file'   = @{ CertificatePath = $AppPfx; CertificatePassword = $Password }
            'without looking up' = @{ ClientSecret = $Secret; DisableInstanceDiscovery = $true }
        }
        foreach ($way in $ways.Keys) {
            $given = $ways[$way]
            $context = Connect-SmimeGraph @app @given -PassThru
            "$way $($context.AuthType) $($context.ClientId) $($context.Authority)"
            $null = Get-SmimeUserPfx -UserPrincipalName $User
            Disconnect-SmimeGraph
        }
        """;

    private static readonly string[] SignInLibraries =
        ["Azure.Core", "Microsoft.Identity.Client", "Microsoft.IdentityModel.Abstractions"];

    private static readonly string Types = Path.Combine(StagedModule.Folder, "SmimeCertTools.Types.dll");

    private static readonly string Core = Path.Combine(StagedModule.Folder, "core") + Path.DirectorySeparatorChar;

    private static bool IsOurs(string file) =>
        file.StartsWith(Core, StringComparison.Ordinal) || Path.GetDirectoryName(file) == StagedModule.Shared;

    [Theory]
    [RuntimeData(8)]
    [RuntimeData(9)]
    [RuntimeData(10)]
    public async Task It_signs_in_imports_and_lists_with_one_file_for_each_name(int major)
    {
        var runtime = DotNetRuntime.Get(major);
        await using var tenant = await RuntimeTenant.StartAsync();
        var variables = new Dictionary<string, string>(tenant.Variables) { ["Module"] = StagedModule.Manifest };
        var run = await RuntimeRun.StartAsync(runtime, Script, variables, new Dictionary<string, string>());

        Assert.True(!run.Errors.Any(), string.Join(Environment.NewLine, run.Errors));
        Assert.Equal(
            [$"Imported {tenant.Thumbprint}", $"Listed {tenant.Thumbprint}", $"Read {tenant.Thumbprint}", "Named True",
                "Report True", "Mail MessageNotSmime"],
            run.Output);
        AssertOneAnswerForEachName(run, runtime);
        AssertOneCopyOfTheTypes(run, Types);
    }

    [Theory]
    [RuntimeData(8, TrustsFile = true)]
    [RuntimeData(9, TrustsFile = true)]
    [RuntimeData(10, TrustsFile = true)]
    public async Task It_signs_in_over_https_by_client_secret_and_by_certificate(int major)
    {
        var runtime = DotNetRuntime.Get(major);
        await using var tenant = await RuntimeTenant.StartAsync();
        var variables = new Dictionary<string, string>(tenant.Variables) { ["Module"] = StagedModule.Manifest };
        var run = await RuntimeRun.StartAsync(runtime, HttpsScript, variables, tenant.Environment);

        Assert.True(!run.Errors.Any(), string.Join(Environment.NewLine, run.Errors));
        var app = $"{tenant.Variables["ClientId"]} {tenant.Host.HttpsUri}";
        Assert.Equal(
            [
                $"client secret ClientSecret {app}",
                $"certificate file Certificate {app}",
                $"without looking up ClientSecret {app}",
            ],
            run.Output);
        Assert.All(SignInLibraries, library => Assert.Contains($"{Core}{library}.dll", run.Used));
        Assert.Equal(3, tenant.Host.State.Requests.Entries.Count(
            entry => entry.Method == "POST" && entry.Path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal)));
        AssertOneAnswerForEachName(run, runtime);
    }

    [Theory]
    [RuntimeData(8)]
    [RuntimeData(9)]
    [RuntimeData(10)]
    public async Task A_copy_of_the_types_that_was_loaded_first_is_that_of_users_cmdlets_and_core(int major)
    {
        var runtime = DotNetRuntime.Get(major);
        using var module = new StagedModule();
        await using var tenant = await RuntimeTenant.StartAsync();
        var again = module.CopyModule("again");
        var types = Path.Combine(Path.GetDirectoryName(again)!, Path.GetFileName(Types));
        var variables = new Dictionary<string, string>(tenant.Variables)
        {
            ["Module"] = StagedModule.Manifest,
            ["Again"] = again,
            ["Types"] = types,
        };
        var run = await RuntimeRun.StartAsync(runtime, ForeignTypesScript, variables, new Dictionary<string, string>());

        Assert.True(!run.Errors.Any(), string.Join(Environment.NewLine, run.Errors));
        AssertOneCopyOfTheTypes(run, types);
    }

    [Theory]
    [RuntimeData(8)]
    [RuntimeData(10)]
    public async Task With_the_types_of_a_newer_version_it_is_not_imported(int major)
    {
        await using var tenant = await RuntimeTenant.StartAsync();
        using var folder = new TempFolder();
        var newer = folder.Combine("SmimeCertTools.Types.dll");
        using (var assembly = AssemblyDefinition.ReadAssembly(Types))
        {
            assembly.Name.Version = new Version(99, 0, 0, 0);
            assembly.Write(newer);
        }

        var variables = new Dictionary<string, string>(tenant.Variables)
        {
            ["Module"] = StagedModule.Manifest,
            ["Again"] = StagedModule.Manifest,
            ["Types"] = newer,
        };
        var run = await RuntimeRun.StartAsync(
            DotNetRuntime.Get(major), ForeignTypesScript, variables, new Dictionary<string, string>());

        Assert.Empty(run.Output);
        Assert.Contains(
            $"SmimeCertTools 99.0.0.0 from '{folder.Path}' is already loaded in this process",
            run.Errors.First(),
            StringComparison.Ordinal);
    }

    private static void AssertOneCopyOfTheTypes(RuntimeRun run, string file)
    {
        Assert.Equal(("Default", file), Assert.Single(
            run.Loaded, l => l.Name == "SmimeCertTools.Types") is var copy ? (copy.Context, copy.File) : default);
        Assert.True(run.Enumerations.Count() > 15, string.Join(' ', run.Enumerations));
        Assert.All(run.Enumerations, type => Assert.Equal((type.Name, file, true), type));
    }

    private static void AssertOneAnswerForEachName(RuntimeRun run, DotNetRuntime runtime)
    {
        Assert.Equal(runtime.Version.Major, run.Runtime.Major);

        // Nothing is missing or too old, and all is the module's or the runtime's.
        Assert.NotEmpty(run.Names);
        Assert.All(run.Names, n => Assert.True(
            n.Version >= n.Wanted, $"{n.User} wants {n.Name} {n.Wanted} and gets {n.Version?.ToString() ?? "nothing"} {n.File}"));
        Assert.All(run.Names, n => Assert.True(
            IsOurs(n.File) || Path.GetDirectoryName(n.File) == runtime.Folder
            || (n.Name, n.File) == ("SmimeCertTools.Types", Types), n.File));

        // One answer for a name, whoever asks, and no name twice in the context, whatever has been asked for.
        Assert.Empty(run.Names.Select(n => (n.Name, n.File)).Distinct().GroupBy(n => n.Name)
            .Where(files => files.Count() > 1).Select(files => string.Join(' ', files)));
        var own = run.Loaded.Where(l => l.Context == "SmimeCertTools").ToList();
        Assert.NotEmpty(own);
        Assert.Equal(own.Count, own.Select(l => l.Name).Distinct().Count());
        Assert.All(own, l => Assert.True(IsOurs(l.File), l.File));
    }
}
