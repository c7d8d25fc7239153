using System;
using System.Threading.Tasks;
using SmimeCertTools.Connection;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Views;

public sealed class ViewTests
{
    [Fact]
    public async Task Tables_fit_a_hundred_columns_and_show_what_counts()
    {
        await using var tenant = await TestTenant.StartAsync();
        var (path, thumbprint) = tenant.AddPfx("a.pfx");
        var made = await ShowAsync(tenant,
            "New-SmimeUserPfx $Path -UPN alice@contoso.com -Password $Password -PublicKeyPath $Key");
        Assert.Contains(thumbprint[..8], made, StringComparison.Ordinal);
        Assert.DoesNotContain("EncryptedPfxBlob", made, StringComparison.Ordinal);
        foreach (var (command, which) in new[]
        {
            ("Import-SmimeUserPfx $Path -UPN alice@contoso.com -Password $Password -PublicKeyPath $Key", "a.pfx"),
            ("Get-SmimeUserPfx", thumbprint[..8]),
            ("Get-UserCertHistory alice@contoso.com", thumbprint[..8]),
            ("Remove-SmimeUserPfx alice@contoso.com -All -Confirm:$false -PassThru", thumbprint[..8]),
        })
        {
            var text = await ShowAsync(tenant, command);
            Assert.Contains(which, text, StringComparison.Ordinal);
            Assert.Contains(TestTenant.Alice, text, StringComparison.Ordinal);
            Assert.Contains("Encryption", text, StringComparison.Ordinal);
        }

        Assert.Contains("NoEncryptionCertificate", await ShowAsync(tenant, "Get-UserCertHistory alice@contoso.com -Finding"),
            StringComparison.Ordinal);
        var context = await ShowAsync(tenant, "Get-SmimeGraphContext");
        Assert.All(
            new[] { "AuthType", "Account", "ClientId", "TenantId", "Environment", "GraphUri", "Scopes", "MissingScopes",
                "TokenExpiresOn" },
            name => Assert.Contains(name, context, StringComparison.Ordinal));

        var summary = await ShowAsync(
            tenant,
            "Import-SmimeUserPfx $Path -UPN alice@contoso.com -Password $Password -PublicKeyPath $Key -SummaryVariable Summary "
            + "-Quiet | Out-Null; $Summary");
        Assert.All(
            new[] { "Rows", "Imported", "AlreadyPresent", "NotAttempted", "Duration", "IsComplete" },
            name => Assert.Contains(name, summary, StringComparison.Ordinal));

        async Task<string> ShowAsync(TestTenant shown, string command)
        {
            var result = await shown.Shell.RenderAsync(
                "param($Path, $Password, $Key) $WarningPreference = 'SilentlyContinue'; " + command,
                new System.Collections.Generic.Dictionary<string, object?>
                {
                    ["Path"] = path,
                    ["Password"] = shown.Password,
                    ["Key"] = shown.KeyPath,
                });
            Assert.All(result.HostText.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
            return result.HostText;
        }
    }
}
