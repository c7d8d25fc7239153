using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;
using SmimeCertTools.Core.Graph.Http.Pacing;

namespace SmimeCertTools.Core.Graph.Batch;

/// <summary>
/// Sends look-ups as JSON batches (https://learn.microsoft.com/graph/json-batching). Each part is judged on its own: a batch that
/// is answered with 200 may hold refused parts. Those are sent again, alone, by the rules for single requests. Safe for
/// concurrent use.
/// </summary>
internal sealed class BatchSender
{
    /// <summary>The parts that a batch may have.</summary>
    public const int MaxParts = 20;

    private readonly HttpClient _http;
    private readonly string _url;
    private readonly RetryPolicy _policy;
    private readonly RequestPacer _pacer;

    public BatchSender(HttpClient http, string betaUrl, RetryPolicy policy, RequestPacer pacer)
    {
        _http = http;
        _url = betaUrl + "/" + RequestEffect.Batch;
        _policy = policy;
        _pacer = pacer;
    }

    /// <summary>Sends GET requests.</summary>
    /// <param name="paths">
    /// 1 to <see cref="MaxParts"/> addresses relative to the version, without leading slash, URL-encoded.
    /// </param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>An answer for each, in the order of <paramref name="paths"/>.</returns>
    /// <exception cref="GraphFailureException">The batch as a whole failed.</exception>
    public async Task<IReadOnlyList<BatchAnswer>> GetAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (paths.Count is 0 or > MaxParts)
        {
            throw new ArgumentOutOfRangeException(nameof(paths), paths.Count, $"A batch has 1 to {MaxParts} parts.");
        }

        var answers = new BatchAnswer[paths.Count];
        var open = Enumerable.Range(0, paths.Count).ToList();
        var retries = new Retries(_policy);
        for (var attempt = 1; ; attempt++)
        {
            await SendAsync(paths, open, answers, attempt, cancellationToken).ConfigureAwait(false);
            open.RemoveAll(part => answers[part].Failure is not { } failure || !MayRetry(failure));
            if (open.Count == 0)
            {
                return answers;
            }

            // They are sent again together, so the longest wait that was asked for counts.
            var failures = open.ConvertAll(part => answers[part].Failure!);
            var asked = failures.Max(failure => failure.RetryAfter);
            if (retries.DelayBefore(attempt, asked) is not { } delay)
            {
                return answers;
            }

            var status = failures.Max(failure => failure.StatusCode) ?? 0;
            await _policy.WaitAsync(status, attempt, delay, asked is not null, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool MayRetry(GraphFailureException failure) =>
        failure.StatusCode is null || FailedAnswer.MayRetry(failure.StatusCode, isRead: true);

    private async Task SendAsync(
        IReadOnlyList<string> paths, List<int> open, BatchAnswer[] answers, int attempt, CancellationToken cancellationToken)
    {
        // The service counts each part (https://learn.microsoft.com/graph/throttling). The request that carries them takes a
        // place of its own further down, which is one too many and errs on the quiet side.
        using var ticket = await _pacer.EnterAsync(isWrite: false, open.Count, cancellationToken).ConfigureAwait(false);
        using var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Content = BatchJson.Write([.. open.Select(part => new KeyValuePair<int, string>(part, paths[part]))]),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        using var response = await _http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var parts = await BatchJson.ReadAsync(response, attempt, _policy.Clock.GetUtcNow(), cancellationToken)
            .ConfigureAwait(false);
        foreach (var part in open)
        {
            answers[part] = parts.TryGetValue(part, out var answer) ? answer : BatchAnswer.Failed(
                new GraphFailureException(GraphErrorKind.UnexpectedResponse, "the batch was answered without this part")
                {
                    Tries = attempt,
                });
        }

        var refused = open.Where(part => answers[part].Failure?.Kind == GraphErrorKind.Throttled).ToList();
        if (refused.Count > 0)
        {
            ticket.Refuse(refused.Max(part => answers[part].Failure!.RetryAfter), refused.Count);
        }
    }
}
