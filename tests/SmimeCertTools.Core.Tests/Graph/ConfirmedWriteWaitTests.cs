using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;
using Xunit;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>How long a write waits for what, where its tries end, and whose error it ends with.</summary>
public sealed class ConfirmedWriteWaitTests
{
    private const GraphErrorKind Unavailable = GraphErrorKind.ServiceUnavailable;
    private const GraphErrorKind TimedOut = GraphErrorKind.TimedOut;
    private const GraphErrorKind Conflict = GraphErrorKind.Conflict;

    private readonly InstantClock _clock = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly List<GraphRetry> _told = [];
    private readonly List<string> _steps = [];
    private readonly Queue<Exception?> _answers = new();
    private readonly Queue<object?> _looks = new();
    private Action<GraphRetry>? _onRetry;

    private IEnumerable<double> Waits => _clock.Waits.Select(wait => wait.TotalSeconds);

    [Fact]
    public async Task A_look_that_lags_is_repeated_after_the_first_wait_each_time()
    {
        Looks(null, null, "seen");

        Assert.Equal("seen", await RunAsync());
        Assert.Equal([2, 2], Waits);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task After_the_last_look_nothing_is_waited_for()
    {
        await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync());

        Assert.Equal([2, 2], Waits);
    }

    [Fact]
    public async Task A_service_in_trouble_is_waited_for_as_long_as_it_says()
    {
        Answers(Error(Unavailable, 503, retryAfter: 7), null);
        Looks(null, "seen");

        Assert.Equal("seen", await RunAsync());
        Assert.Equal([7], Waits);
        Assert.Equal([(503, 7.0, 1, true)], Told());
    }

    [Fact]
    public async Task A_service_in_trouble_that_says_nothing_is_waited_for_longer_each_time_also_when_it_has_never_answered()
    {
        Answers(Error(Unavailable, 503), Error(Unavailable), null);
        Looks(null, null, "seen");

        Assert.Equal("seen", await RunAsync(hasAnswered: false));
        Assert.Equal([(503, 2.0, 1, false), (0, 4.0, 2, false)], Told());
    }

    [Fact]
    public async Task A_service_that_never_answered_is_tried_once_more_after_a_second()
    {
        Answers(Error(TimedOut), Error(TimedOut));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync(hasAnswered: false));

        Assert.Equal(TimedOut, error.Kind);
        Assert.Equal([(0, 1.0, 1, false)], Told());
        Assert.Equal(["send", "look TimedOut", "send", "look TimedOut"], _steps);
    }

    [Fact]
    public async Task A_wait_after_no_answer_is_not_what_an_error_without_answer_says()
    {
        Answers(Error(TimedOut, retryAfter: 7), null);
        Looks(null, "seen");

        await RunAsync();

        Assert.Equal([2], Waits);
    }

    [Fact]
    public async Task A_wait_longer_than_accepted_ends_the_tries_after_a_look()
    {
        Answers(Error(Unavailable, 503, retryAfter: 301));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync());

        Assert.Equal(Unavailable, error.Kind);
        Assert.Equal(["send", "look ServiceUnavailable"], _steps);
        Assert.Empty(Waits);
    }

    [Fact]
    public async Task Contradictions_are_bounded_by_the_number_of_retries_and_waited_for_as_any_other()
    {
        Answers(Error(Conflict, 409), Error(Conflict, 409, retryAfter: 7), Error(Conflict), Error(Conflict), Error(Conflict));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync(hasAnswered: false));

        Assert.Equal(Conflict, error.Kind);
        Assert.Equal(4, _steps.Count(step => step == "send"));
        Assert.Equal("look Conflict", _steps[^1]);
        Assert.Equal([(409, 2.0, 1, false), (409, 7.0, 2, true), (0, 8.0, 3, false)], Told());
    }

    [Fact]
    public async Task A_cancellation_ends_the_tries_after_a_contradiction_too()
    {
        Answers(Error(Conflict), null);
        Looks(null, "seen");

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync(onSend: _cancellation.Cancel));

        Assert.Equal(Conflict, error.Kind);
        Assert.Equal(["send", "look Conflict"], _steps);
    }

    [Fact]
    public async Task A_cancellation_before_the_wait_skips_it()
    {
        Answers(Error(Unavailable, 503, retryAfter: 7));
        await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync(onSend: _cancellation.Cancel));
        Assert.Equal(["send", "look ServiceUnavailable"], _steps);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_cancellation_in_the_wait_ends_it_and_what_was_sent_is_still_looked_for()
    {
        Answers(Error(Unavailable, 503, retryAfter: 7));
        Looks("seen");
        _onRetry = _ => _cancellation.Cancel();

        Assert.Equal("seen", await RunAsync());
        Assert.Equal(["send", "look ServiceUnavailable"], _steps);
        Assert.Single(_told);
    }

    [Theory]
    [InlineData(Unavailable, 503)]
    [InlineData(Conflict, 409)]
    public async Task A_cancellation_in_the_wait_ends_with_the_writes_own_error(GraphErrorKind kind, int status)
    {
        Answers(Error(kind, status, retryAfter: 7));
        _onRetry = _ => _cancellation.Cancel();

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync());

        Assert.Equal(status, error.StatusCode);
        Assert.Equal(["send", $"look {kind}"], _steps);
        Assert.Single(_told);
    }

    [Fact]
    public async Task An_end_that_nobody_asked_for_is_no_cancellation_of_ours()
    {
        Answers(new OperationCanceledException("another's"));

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync());

        Assert.Equal("another's", error.Message);
    }

    [Fact]
    public async Task A_look_after_a_yes_that_fails_is_the_error_with_a_note()
    {
        Looks(Error(Unavailable, 502));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync());

        Assert.Equal((Unavailable, 502), (error.Kind, error.StatusCode));
        Assert.Equal("It was ServiceUnavailable. Whether it took effect could not be seen. Ask again.", error.Message);
    }

    [Fact]
    public async Task A_look_after_a_failure_that_fails_leaves_that_failure_and_names_the_cause()
    {
        Answers(Error(Unavailable, 503));
        Looks(Error(GraphErrorKind.Forbidden, 403));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync());

        Assert.Equal((Unavailable, 503), (error.Kind, error.StatusCode));
        Assert.Equal(
            "It was ServiceUnavailable. Whether it took effect could not be seen (It was Forbidden). Ask again.", error.Message);
    }

    [Theory]
    [InlineData(GraphErrorKind.Unauthorized)]
    [InlineData(GraphErrorKind.SignInFailed)]
    [InlineData(GraphErrorKind.NotConfirmed)]
    public async Task What_a_look_itself_concludes_is_told_as_it_is(GraphErrorKind kind)
    {
        Answers(Error(Unavailable, 503));
        Looks(Error(kind));

        var error = await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync());

        Assert.Equal((kind, $"It was {kind}."), (error.Kind, error.Message));
    }

    [Fact]
    public async Task A_look_that_gives_up_throws_the_failure_as_it_is()
    {
        var failure = Error(Conflict, 409);
        Answers(failure);
        Looks(failure);

        Assert.Same(failure, await Assert.ThrowsAsync<GraphRequestException>(() => RunAsync()));
        Assert.Equal(["send", "look Conflict"], _steps);
    }

    [Fact]
    public async Task What_is_not_said_otherwise_is_no_contradiction_and_has_an_advice()
    {
        var write = new ConfirmedWrite<string>(Policy(), GraphRequestSubject.Upload("alice@contoso.com", new string('A', 40)))
        {
            Send = _ => throw Error(Conflict),
            Look = (_, _) => throw new InvalidOperationException(),
            Missing = () => new InvalidOperationException(),
        };

        Assert.Equal(Conflict, (await Assert.ThrowsAsync<GraphRequestException>(() => write.RunAsync(default))).Kind);
        Assert.NotEmpty(write.Advice);
    }

    private static GraphRequestException Error(GraphErrorKind kind, int? status = null, double? retryAfter = null) =>
        new(kind, $"It was {kind}.")
        {
            StatusCode = status,
            RetryAfter = retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };

    private void Answers(params Exception?[] answers) => Array.ForEach(answers, _answers.Enqueue);

    private void Looks(params object?[] looks) => Array.ForEach(looks, _looks.Enqueue);

    private IEnumerable<(int Status, double Seconds, int Attempt, bool IsServerDelay)> Told() =>
        _told.Select(told => (told.StatusCode, told.Delay.TotalSeconds, told.Attempt, told.IsServerDelay));

    private RetryPolicy Policy() => new(
        new GraphConnectionOptions
        {
            MaxRetries = 3,
            OnRetry = retry =>
            {
                _told.Add(retry);
                _onRetry?.Invoke(retry);
            },
        },
        _clock,
        () => 0.5);

    private Task<string> RunAsync(bool hasAnswered = true, Action? onSend = null)
    {
        var policy = Policy();
        if (hasAnswered)
        {
            policy.NoteAnswer();
        }

        return new ConfirmedWrite<string>(policy, GraphRequestSubject.Upload("alice@contoso.com", new string('A', 40)))
        {
            Send = _ =>
            {
                _steps.Add("send");
                onSend?.Invoke();
                _answers.TryDequeue(out var answer);
                return answer is null ? Task.CompletedTask : Task.FromException(answer);
            },
            Look = (failure, _) =>
            {
                _steps.Add(failure is null ? "look" : $"look {failure.Kind}");
                _looks.TryDequeue(out var look);
                return look is Exception error ? Task.FromException<string?>(error) : Task.FromResult((string?)look);
            },
            Missing = () => Error(GraphErrorKind.NotConfirmed),
            IsContradicted = failure => failure.Kind == Conflict,
            Advice = "Ask again.",
        }.RunAsync(_cancellation.Token);
    }
}
