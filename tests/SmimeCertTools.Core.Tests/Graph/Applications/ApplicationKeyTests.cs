using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.Applications.DirectoryTenant;

namespace SmimeCertTools.Core.Tests.Graph.Applications;

public sealed class ApplicationKeyTests
{
    [Fact]
    public async Task A_key_whose_content_is_not_shown_is_never_sent_back_without_it()
    {
        await using var tenant = await StartAsync();
        using var certificate = Certificate();
        tenant.Directory.AddApplication("SmimeCertTools", JsonNode.Parse("""
            { "keyCredentials": [ { "keyId": "0a1b2c3d-0000-4000-8000-000000000000", "type": "AsymmetricX509Cert",
                                    "usage": "Verify", "displayName": "CN=Hidden", "key": null } ] }
            """)!.AsObject());

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => tenant.RegisterAsync(Request(certificate: certificate)));

        Assert.Equal(GraphErrorKind.UnexpectedResponse, error.Kind);
        Assert.Empty(tenant.Writes());
    }
}
