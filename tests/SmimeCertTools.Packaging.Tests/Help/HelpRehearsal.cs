using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Shell;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>A tenant for examples, and a session in its folder that is connected.</summary>
internal sealed class HelpRehearsal : IAsyncDisposable
{
    private readonly HelpTenant tenant;
    private readonly HostedShell shell;

    private HelpRehearsal(HelpTenant tenant, HostedShell shell)
    {
        this.tenant = tenant;
        this.shell = shell;
    }

    public static async Task<HelpRehearsal> StartAsync()
    {
        var tenant = await HelpTenant.StartAsync();
        var shell = await HostedShell.OpenAsync(StagedModule.Manifest);
        shell.Answers.TypeSecretFor(
            question => Secure(
                question.StartsWith("Token", StringComparison.Ordinal) ? tenant.Sandbox.IssueToken() : tenant.Password));
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
                ["Folder"] = tenant.Folder,
                ["Token"] = Secure(tenant.Sandbox.IssueToken()),
                ["OtherModules"] = HelpStandIns.OtherModules,
                ["Proxy"] = HelpStandIns.ConnectProxy,
                ["KeyProxies"] = HelpStandIns.ConnectorKeyProxies,
                ["Uri"] = tenant.Sandbox.GraphUri,
            })).EnsureNoErrors();
        return new HelpRehearsal(tenant, shell);
    }

    /// <summary>What the tenant holds.</summary>
    public IReadOnlyList<string> Records =>
    [
        .. tenant.Sandbox.State.UserPfxCertificates.All
            .Select(record => $"{record.UserPrincipalName} {record.IntendedPurpose}").Order(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>How many requests were sent that write.</summary>
    public int Writes => tenant.Sandbox.State.Requests.Entries.Count(entry => entry.Method != "GET");

    /// <summary>Runs an example as it stands, in a session that is connected; questions are answered with Yes.</summary>
    public async Task<ShellResult> RunAsync(string title, string code)
    {
        (await shell.RunAsync("SmimeCertTools\\Connect-SmimeGraph -GraphUri $RehearsalUri -AccessToken $RehearsalToken"))
            .EnsureNoErrors();
        shell.Answers.Choose("Yes", "Yes", "Yes");
        var result = await shell.RunAsync(tenant.Localize(code));

        // An example may set it, and variables are the whole process's.
        Environment.SetEnvironmentVariable("AZURE_AUTHORITY_HOST", null);
        Assert.True(
            result.AllErrors.Count == 0,
            $"{title}: {string.Join("; ", result.AllErrors.Select(error => $"{error.FullyQualifiedErrorId}: {error}"))}");
        return result;
    }

    /// <inheritdoc cref="HelpTenant.CheckDelivery"/>
    public void CheckDelivery() => tenant.CheckDelivery();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await shell.DisposeAsync();
        await tenant.DisposeAsync();
    }

    private static SecureString Secure(string text) => new NetworkCredential(string.Empty, text).SecurePassword;
}
