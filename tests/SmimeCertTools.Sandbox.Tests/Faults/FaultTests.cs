using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Faults;

public sealed class FaultTests
{
    [Fact]
    public async Task A_scripted_answer_hits_as_often_as_told()
    {
        await using var session = await StartAsync();
        session.Host.Faults.Add("GET", "/users", 503, times: 2, retryAfter: "1.5");

        var first = await session.SendAsync("GET", "v1.0/users");
        var second = await session.SendAsync("GET", "v1.0/users");
        var third = await session.SendAsync("GET", "v1.0/users");

        Assert.Equal([503, 503, 200], new[] { first.Status, second.Status, third.Status });
        Assert.Equal("1.5", first.Headers.GetValues("Retry-After").Single());
        Assert.Equal("ServiceUnavailable", (string?)first.Error["code"]);
    }

    [Fact]
    public async Task A_rule_may_let_requests_pass_first_and_look_at_the_body()
    {
        await using var session = await StartAsync();
        session.Host.Faults.Add(new FaultRule
        {
            Match = target => target.Method == "POST" && target.Body.Contains("smimeEncryption", StringComparison.Ordinal),
            Skip = 1,
            Status = 409,
            Code = "Special",
            Message = "Not today.",
        });

        Assert.Equal(201, (await session.SendAsync("POST", Records, RecordBody.Create())).Status);
        var refused = await session.SendAsync("POST", Records, RecordBody.Create(Guest));

        Assert.Equal(409, refused.Status);
        Assert.Equal("Special", (string?)refused.Error["code"]);
        Assert.Equal("Not today.", (string?)refused.Error["message"]);
    }

    [Theory]
    [InlineData(FaultMode.ResetBefore, 0)]
    [InlineData(FaultMode.ResetAfterEffect, 1)]
    public async Task A_reset_breaks_the_connection_before_or_after_the_effect(FaultMode mode, int records)
    {
        await using var session = await StartAsync();
        session.Host.Faults.Add("POST", "userPfxCertificates", mode);

        await Assert.ThrowsAsync<HttpRequestException>(() => session.SendAsync("POST", Records, RecordBody.Create()));

        Assert.Equal(records, session.Host.State.UserPfxCertificates.Count);
        Assert.Equal(0, session.Host.State.Requests.Find("POST", "userPfx").Single().Status);
    }

    [Fact]
    public async Task An_error_may_come_although_the_request_took_effect()
    {
        await using var session = await StartAsync();
        session.Host.Faults.Add("POST", "userPfxCertificates", FaultMode.RespondAfterEffect);

        Assert.Equal(504, (await session.SendAsync("POST", Records, RecordBody.Create())).Status);
        Assert.Equal(1, session.Host.State.UserPfxCertificates.Count);
    }

    [Theory]
    [InlineData(FaultMode.UnreadableBefore, 0)]
    [InlineData(FaultMode.UnreadableAfterEffect, 1)]
    public async Task A_success_may_come_as_a_page_of_a_proxy(FaultMode mode, int records)
    {
        await using var session = await StartAsync();
        session.Host.Faults.Add("POST", "userPfxCertificates", mode);

        var answer = await session.SendAsync("POST", Records, RecordBody.Create());

        Assert.Equal((200, records), (answer.Status, session.Host.State.UserPfxCertificates.Count));
        Assert.StartsWith("<html>", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_may_be_answered_with_what_was_there_before()
    {
        await using var session = await StartAsync();
        var id = (string)(await session.SendAsync("POST", Records, RecordBody.Create())).Json["id"]!;
        session.Host.Faults.Add("PATCH", "userPfxCertificates", FaultMode.SuccessWithoutEffect);
        var body = RecordBody.Create();
        body["keyName"] = "OtherKey";

        var answer = await session.SendAsync("PATCH", $"{Records}/{id}", body);

        Assert.Equal((200, (string?)RecordBody.Create()["keyName"]), (answer.Status, (string?)answer.Json["keyName"]));
        Assert.NotEqual("OtherKey", session.Host.State.UserPfxCertificates.Find(id)!.KeyName);
    }

    [Fact]
    public async Task A_listing_may_lag_behind()
    {
        await using var session = await StartAsync();
        await session.SendAsync("POST", Records, RecordBody.Create());
        session.Host.Faults.Add("GET", "userPfxCertificates", FaultMode.EmptyList);

        Assert.Empty((await session.SendAsync("GET", Records)).Json["value"]!.AsArray());
        Assert.Single((await session.SendAsync("GET", Records)).Json["value"]!.AsArray());
    }

    [Fact]
    public async Task Random_pages_befall_writes_alone()
    {
        var rates = new FaultRates { UnreadableAfterEffect = 1 };
        await using var session = await StartAsync(new SandboxOptions { FaultRates = rates });

        Assert.StartsWith("{", (await session.SendAsync("GET", "v1.0/users")).Text, StringComparison.Ordinal);
        Assert.StartsWith(
            "<html>", (await session.SendAsync("POST", Records, RecordBody.Create())).Text, StringComparison.Ordinal);
        Assert.Equal(1, session.Host.State.UserPfxCertificates.Count);
    }

    [Fact]
    public async Task Answers_may_come_late()
    {
        await using var session = await StartAsync(new SandboxOptions { Latency = TimeSpan.FromMilliseconds(60) });
        session.Host.Faults.Add("GET", "/users", FaultMode.Delay, delay: TimeSpan.FromMilliseconds(60));
        var watch = Stopwatch.StartNew();

        await session.SendAsync("GET", "v1.0/users");

        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(115), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task Random_faults_follow_their_rates_and_repeat_with_the_same_seed()
    {
        var rates = new FaultRates { Seed = 7, ServiceUnavailable = 0.2, ResetAfterEffect = 0.1, WritesOnly = true };

        var first = await StatusesAsync(rates);
        var second = await StatusesAsync(rates);

        Assert.Equal(first, second);
        Assert.InRange(first.Count(status => status == 503), 5, 40);
        Assert.InRange(first.Count(status => status == 0), 2, 25);
        Assert.Contains(201, first);
    }

    private static async Task<List<int>> StatusesAsync(FaultRates rates)
    {
        await using var session = await StartAsync(new SandboxOptions { FaultRates = rates });
        for (var i = 0; i < 100; i++)
        {
            try
            {
                await session.SendAsync("POST", Records,
                    RecordBody.Create(thumbprint: i.ToString("D40", CultureInfo.InvariantCulture)));
            }
            catch (HttpRequestException)
            {
                // A reset: the log has it with status 0.
            }
        }

        Assert.Equal(200, (await session.SendAsync("GET", "v1.0/users")).Status);
        return [.. session.Host.State.Requests.Find("POST", "userPfx").Select(entry => entry.Status)];
    }
}
