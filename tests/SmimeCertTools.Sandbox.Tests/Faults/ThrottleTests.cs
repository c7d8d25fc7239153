using System;
using System.Linq;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;
using static SmimeCertTools.Sandbox.Tests.SandboxSession;

namespace SmimeCertTools.Sandbox.Tests.Faults;

public sealed class ThrottleTests
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_window_slides_and_refused_requests_do_not_count()
    {
        await using var session = await StartAsync(Options(RetryAfterForm.Seconds));
        Assert.Equal(204, await DeleteAsync(session));
        _clock.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(204, await DeleteAsync(session));
        Assert.Equal(429, await DeleteAsync(session));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(204, await DeleteAsync(session));
        Assert.Equal(429, await DeleteAsync(session));
        Assert.Equal(200, (await session.SendAsync("GET", "v1.0/users")).Status);
    }

    [Theory]
    [InlineData(RetryAfterForm.Seconds, "18")]
    [InlineData(RetryAfterForm.DecimalSeconds, "17.75")]
    [InlineData(RetryAfterForm.HttpDate, "Sun, 01 Mar 2026 08:00:20 GMT")]
    [InlineData(RetryAfterForm.None, null)]
    public async Task The_answer_says_when_to_come_again_in_the_chosen_form(RetryAfterForm form, string? expected)
    {
        await using var session = await StartAsync(Options(form));
        await DeleteAsync(session);
        await DeleteAsync(session);
        _clock.Advance(TimeSpan.FromSeconds(2.25));

        var answer = await session.SendAsync("DELETE", $"{Records}/x");

        Assert.Equal(429, answer.Status);
        Assert.Equal("TooManyRequests", (string?)answer.Error["code"]);
        answer.Headers.TryGetValues("Retry-After", out var values);
        Assert.Equal(expected, values?.Single());
    }

    [Fact]
    public async Task Reads_count_against_the_limit_of_all_requests()
    {
        await using var session =
            await StartAsync(new SandboxOptions { Clock = _clock, Throttle = new ThrottleOptions { Requests = 1 } });

        Assert.Equal(200, (await session.SendAsync("GET", "v1.0/users")).Status);
        Assert.Equal(429, (await session.SendAsync("GET", "v1.0/users")).Status);
    }

    private static async Task<int> DeleteAsync(SandboxSession session) =>
        (await session.SendAsync("DELETE", $"{Records}/x")).Status;

    private SandboxOptions Options(RetryAfterForm form) =>
        new() { Clock = _clock, Throttle = new ThrottleOptions { Writes = 2, RetryAfter = form } };
}
