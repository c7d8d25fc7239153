using System.Collections.Concurrent;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph;

public sealed class BodyAtOnceTests
{
    [Fact]
    public async Task Every_request_tells_the_handler_to_send_its_body_at_once()
    {
        // Null would leave it to the handler, and that of .NET Framework asks "Expect: 100-continue".
        using var handler = new Recorder();
        using var connection = await GraphTestData.ConnectAsync(
            new System.Uri("http://127.0.0.1:9/"),
            options: new GraphConnectionOptions { GraphUri = new System.Uri("http://127.0.0.1:9/"), InnerHandler = handler });
        await connection.UserPfx.GetUserAsync(GraphTestData.User, CancellationToken.None);

        Assert.NotEmpty(handler.ExpectContinue);
        Assert.All(handler.ExpectContinue, expect => Assert.False(expect ?? true));
    }

    private sealed class Recorder : HttpMessageHandler
    {
        public ConcurrentQueue<bool?> ExpectContinue { get; } = new();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            ExpectContinue.Enqueue(request.Headers.ExpectContinue);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(
                    "{\"id\":\"1\",\"userPrincipalName\":\"alice@contoso.com\"}", Encoding.UTF8, "application/json"),
            });
        }
    }
}
