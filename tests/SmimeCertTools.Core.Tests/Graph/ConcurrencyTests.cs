using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.GraphTestData;
using static SmimeCertTools.Core.Tests.Graph.ScriptedGraph;

namespace SmimeCertTools.Core.Tests.Graph;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task One_client_serves_many_requests_side_by_side()
    {
        // Nobody has sent anything on this client before: what the first request sets up, all of these set up at once.
        const int requests = 64;
        const int rounds = 20;
        await using var graph = await StartAsync(async (request, context) =>
        {
            if (context.Request.Method == "POST")
            {
                var sent = JsonNode.Parse(request.Body)!;
                var stored = Stored(sent["userPrincipalName"]!.GetValue<string>(), sent["thumbprint"]!.GetValue<string>());
                await WriteAsync(context, 201, stored.ToJsonString(), "application/json");
            }
            else
            {
                await WriteAsync(context, 200, Page(null), "application/json");
            }
        });

        for (var round = 0; round < rounds; round++)
        {
            using var connection = await ConnectAsync(graph.Uri);
            using var start = new ManualResetEventSlim();
            var work = Enumerable.Range(0, requests).Select(number => Task.Run(async () =>
            {
                start.Wait();
                if (number % 2 == 0)
                {
                    Assert.Empty(await connection.UserPfx.ListUserAsync(User, CancellationToken.None));
                }
                else
                {
                    var print = number.ToString("X40", System.Globalization.CultureInfo.InvariantCulture);
                    Assert.Equal(
                        print,
                        (await connection.UserPfx.CreateAsync(Record(thumbprint: print), CancellationToken.None))?.Thumbprint);
                }
            })).ToList();
            start.Set();
            await Task.WhenAll(work);
        }

        Assert.Equal(requests * rounds, graph.Seen.Count);
    }
}
