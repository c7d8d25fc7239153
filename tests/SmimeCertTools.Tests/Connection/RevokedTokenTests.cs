using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Tests.Support;
using SmimeCertTools.TestSupport.Shell;
using SmimeCertTools.UserPfx;
using Xunit;

namespace SmimeCertTools.Tests.Connection;

/// <summary>Tokens that are taken back in the middle of an import.</summary>
public sealed class RevokedTokenTests
{
    private readonly SandboxClient _client = new() { ClientId = Guid.NewGuid(), Secret = Guid.NewGuid().ToString("N") };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_import_goes_on_with_a_new_token(bool byChallenge)
    {
        await using var tenant = await StartAsync();
        (await ConnectWithSecretAsync(tenant)).EnsureNoErrors();

        var result = await ImportAsync(tenant, RevokeAtTheThirdWrite(tenant, byChallenge));

        Assert.All(result.EnsureNoErrors().OutputAs<SmimeImportResult>(),
            item => Assert.Equal(SmimeImportStatus.Imported, item.Status));
        Assert.Equal(8, tenant.Records.Count);
        var signIns = tenant.Host.State.Requests.Entries.Where(entry => entry.Path.EndsWith("/token", StringComparison.Ordinal));
        Assert.Equal(2, signIns.Count());
    }

    [Fact]
    public async Task An_import_with_a_given_token_ends_and_the_rest_is_not_attempted()
    {
        await using var tenant = await StartAsync();
        (await tenant.ConnectAsync(tenant.Host.IssueToken())).EnsureNoErrors();

        var result = await ImportAsync(tenant, RevokeAtTheThirdWrite(tenant, byChallenge: false));

        Assert.Equal(["GraphUnauthorized"], result.ErrorIds);
        var items = result.OutputAs<SmimeImportResult>();
        Assert.Equal(8, items.Count);
        Assert.Equal(2, items.Count(item => item.Status == SmimeImportStatus.Imported));
        Assert.Contains(items, item => item.Status == SmimeImportStatus.NotAttempted);
    }

    private static FaultRule RevokeAtTheThirdWrite(TestTenant tenant, bool byChallenge)
    {
        var writes = 0;
        return new FaultRule
        {
            Match = target =>
            {
                if (target.Method == "POST" && target.Path.EndsWith(TestTenant.RecordsPath, StringComparison.Ordinal)
                    && ++writes == 3)
                {
                    tenant.Host.RevokeTokens(byChallenge);
                }

                return false;
            },
        };
    }

    private static Task<ShellResult> ImportAsync(TestTenant tenant, FaultRule revocation)
    {
        tenant.Host.Faults.Add(revocation);
        var rows = Enumerable.Range(0, 8).Select(i => tenant.CsvRow(TestTenant.Alice, tenant.AddPfx($"{i}.pfx").Path));
        return tenant.ImportAsync(rows.ToArray(), "-ThrottleLimit 1");
    }

    private Task<TestTenant> StartAsync() => TestTenant.StartAsync(
        new SandboxOptions { ConnectorKeys = [TestTenant.ConnectorKey], Clients = [_client] }, connect: false);

    private Task<ShellResult> ConnectWithSecretAsync(TestTenant tenant) => tenant.RunAsync(
        "param($Id, $Secret, $Uri) "
        + "Connect-SmimeGraph -ClientId $Id -TenantId contoso.com -ClientSecret $Secret -GraphUri $Uri",
        new Dictionary<string, object?>
        {
            ["Id"] = _client.ClientId.ToString(),
            ["Secret"] = TestTenant.Secure(_client.Secret!),
            ["Uri"] = tenant.Host.GraphUri,
        });
}
