using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>The one rule of writes: send, look, wait, and when to give up.</summary>
public sealed class ConfirmedWriteTests
{
    private readonly InstantClock _clock = new();
    private readonly List<string> _steps = [];
    private readonly Queue<GraphErrorKind?> _answers = new();
    private readonly Queue<bool> _looks = new();
    private readonly GraphConnectionOptions _options = new() { GraphUri = new Uri("https://graph.contoso.com"), MaxRetries = 3 };

    [Fact]
    public async Task What_the_service_confirms_is_done()
    {
        _looks.Enqueue(true);

        Assert.Equal("seen", await RunAsync());
        Assert.Equal(["send", "look"], _steps);
    }

    [Fact]
    public async Task A_look_that_lags_behind_is_waited_for()
    {
        Enqueue(_looks, false, false, true);

        Assert.Equal("seen", await RunAsync());
        Assert.Equal(["send", "look", "look", "look"], _steps);
    }

    [Fact]
    public async Task An_effect_that_no_look_shows_is_missing_and_not_sent_again()
    {
        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync());

        Assert.Equal(GraphErrorKind.NotConfirmed, error.Kind);
        Assert.Equal(["send", "look", "look", "look"], _steps);
    }

    [Theory]
    [InlineData(GraphErrorKind.ServiceUnavailable)]
    [InlineData(GraphErrorKind.TimedOut)]
    [InlineData(GraphErrorKind.ConnectionFailed)]
    public async Task After_an_unknown_outcome_it_waits_and_looks_before_it_sends_again(GraphErrorKind kind)
    {
        _answers.Enqueue(kind);
        Enqueue(_looks, false, true);

        Assert.Equal("seen", await RunAsync());
        Assert.Equal([$"send {kind}", "look " + kind, "send", "look"], _steps);
        Assert.Single(_clock.Waits);
    }

    [Fact]
    public async Task What_took_effect_unseen_is_not_sent_again()
    {
        _answers.Enqueue(GraphErrorKind.TimedOut);
        _looks.Enqueue(true);

        Assert.Equal("seen", await RunAsync());
        Assert.Equal(["send TimedOut", "look TimedOut"], _steps);
    }

    [Fact]
    public async Task It_ends_with_its_cause_after_the_last_look()
    {
        Enqueue<GraphErrorKind?>(_answers, GraphErrorKind.ServiceUnavailable, GraphErrorKind.ServiceUnavailable,
            GraphErrorKind.ServiceUnavailable, GraphErrorKind.ServiceUnavailable);

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync());

        Assert.Equal(GraphErrorKind.ServiceUnavailable, error.Kind);
        Assert.Equal(4, _steps.FindAll(step => step.StartsWith("send", StringComparison.Ordinal)).Count);
        Assert.Equal("look ServiceUnavailable", _steps[^1]);
        Assert.Equal(3, _clock.Waits.Count);
    }

    [Fact]
    public async Task A_refusal_is_final_and_nothing_is_looked_up()
    {
        _answers.Enqueue(GraphErrorKind.Forbidden);

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync());

        Assert.Equal(GraphErrorKind.Forbidden, error.Kind);
        Assert.Equal(["send Forbidden"], _steps);
    }

    [Fact]
    public async Task A_contradiction_is_looked_at_and_answered_after_a_wait()
    {
        _answers.Enqueue(GraphErrorKind.Conflict);
        Enqueue(_looks, false, true);

        Assert.Equal("seen", await RunAsync());
        Assert.Equal(["send Conflict", "look Conflict", "send", "look"], _steps);
        Assert.Single(_clock.Waits);
    }

    [Fact]
    public async Task A_contradiction_that_the_look_settles_is_not_waited_for()
    {
        _answers.Enqueue(GraphErrorKind.Conflict);
        _looks.Enqueue(true);

        Assert.Equal("seen", await RunAsync());
        Assert.Equal(["send Conflict", "look Conflict"], _steps);
        Assert.Empty(_clock.Waits);
    }

    [Fact]
    public async Task A_look_that_fails_leaves_the_outcome_open_and_says_what_to_do()
    {
        _answers.Enqueue(GraphErrorKind.TimedOut);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => RunAsync(look: _ => throw Error(GraphErrorKind.ServiceUnavailable)));

        Assert.True(error.IsOutcomeUnknown);
        Assert.Equal(GraphErrorKind.TimedOut, error.Kind);
        Assert.Contains("could not be seen", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Ask again.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["send TimedOut"], _steps);
    }

    [Fact]
    public async Task A_session_that_ended_shows_in_the_look()
    {
        _answers.Enqueue(GraphErrorKind.TimedOut);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => RunAsync(look: _ => throw Error(GraphErrorKind.Unauthorized)));

        Assert.True(error.IsSessionError);
    }

    [Fact]
    public async Task Cancelled_before_it_begins_sends_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(new CancellationToken(canceled: true)));

        Assert.Empty(_steps);
    }

    [Fact]
    public async Task A_cancellation_leaves_time_to_see_what_became_of_a_write_and_ends_the_tries()
    {
        using var cancellation = new CancellationTokenSource();
        _answers.Enqueue(GraphErrorKind.ServiceUnavailable);

        var error = await Assert.ThrowsAsync<GraphRequestException>(
            () => RunAsync(cancellation.Token, send: cancellation.Cancel));

        Assert.Equal(GraphErrorKind.ServiceUnavailable, error.Kind);
        Assert.Equal(["send ServiceUnavailable", "look ServiceUnavailable"], _steps);
    }

    [Fact]
    public async Task A_write_that_is_not_answered_in_that_time_is_of_unknown_outcome()
    {
        using var cancellation = new CancellationTokenSource();
        var write = new ConfirmedWrite<string>(Policy(), Subject)
        {
            Send = async token =>
            {
                await cancellation.CancelAsync();
                _clock.End(RetryPolicy.Grace);
                await Task.Delay(Timeout.Infinite, token);
            },
            Look = (_, _) => Task.FromResult<string?>("seen"),
            Missing = () => new InvalidOperationException(),
            Advice = "Ask again.",
        };

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => write.RunAsync(cancellation.Token));

        Assert.True(error.IsOutcomeUnknown);
        Assert.Equal("alice@contoso.com", error.Target);
        Assert.EndsWith("Ask again.", error.Message, StringComparison.Ordinal);
    }

    private static GraphRequestSubject Subject => GraphRequestSubject.Upload("alice@contoso.com", new string('A', 40));

    private static GraphRequestException Error(GraphErrorKind kind) => new(kind, $"It was {kind}.");

    private static void Enqueue<T>(Queue<T> queue, params T[] items) => Array.ForEach(items, queue.Enqueue);

    private RetryPolicy Policy() => new(_options, _clock, () => 0.5);

    private Task<string> RunAsync(
        CancellationToken cancellationToken = default,
        Action? send = null,
        Func<GraphRequestException?, string?>? look = null)
    {
        var policy = Policy();
        policy.NoteAnswer();
        return new ConfirmedWrite<string>(policy, Subject)
        {
            Send = _ =>
            {
                send?.Invoke();
                var failure = _answers.TryDequeue(out var kind) ? kind : null;
                _steps.Add(failure is null ? "send" : $"send {failure}");
                return failure is { } error ? Task.FromException(Error(error)) : Task.CompletedTask;
            },
            Look = (failure, _) =>
            {
                if (look is not null)
                {
                    return Task.FromResult(look(failure));
                }

                _steps.Add(failure is null ? "look" : $"look {failure.Kind}");
                return Task.FromResult(_looks.TryDequeue(out var seen) && seen ? "seen" : null);
            },
            Missing = () => Error(GraphErrorKind.NotConfirmed),
            IsContradicted = failure => failure.Kind == GraphErrorKind.Conflict,
            Advice = "Ask again.",
        }.RunAsync(cancellationToken);
    }
}
