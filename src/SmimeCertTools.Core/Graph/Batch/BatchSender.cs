using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Batch;

/// <summary>
/// Sends look-ups as JSON batches (https://learn.microsoft.com/graph/json-batching). Each part is judged on its own: a batch that
/// is answered with 200 may hold refused parts. Those are sent again, alone, by the rules for single requests. Safe for
/// concurrent use.
/// </summary>
internal sealed class BatchSender(GraphTransport transport)
{
    /// <summary>The parts that a batch may have.</summary>
    public const int MaxParts = 20;

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
        var retries = new Retries(transport.Policy);
        var isRenewed = false;
        for (var attempt = 1; ; attempt++)
        {
            var token = await transport.Tokens.GetTokenAsync(cancellationToken).ConfigureAwait(false);
            await SendAsync(paths, open, answers, attempt, cancellationToken).ConfigureAwait(false);
            open.RemoveAll(part => answers[part].Failure is not { } failure || !(MayRetry(failure) || IsUnauthorized(failure)));
            var failures = open.ConvertAll(part => answers[part].Failure!);
            if (failures.Find(IsUnauthorized) is { } refusal)
            {
                // The parts go by the token of the whole.
                if (isRenewed
                    || !await transport.Tokens.RenewAsync(token, refusal.Claims, cancellationToken).ConfigureAwait(false))
                {
                    return answers;
                }

                isRenewed = true;
                failures.RemoveAll(IsUnauthorized);
                if (failures.Count == 0)
                {
                    continue;
                }
            }

            if (open.Count == 0)
            {
                return answers;
            }

            // They are sent again together, so the longest wait that was asked for counts.
            var asked = failures.Max(failure => failure.RetryAfter);
            if (retries.DelayBefore(attempt, asked) is not { } delay)
            {
                return answers;
            }

            var status = failures.Max(failure => failure.StatusCode) ?? 0;
            await transport.Policy.WaitAsync(status, attempt, delay, asked is not null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The same; null where batches as such are refused, and each part has to be asked for alone. Another failure of the batch as
    /// a whole is that of each part.
    /// </summary>
    public async Task<IReadOnlyList<BatchAnswer>?> TryGetAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(paths, cancellationToken).ConfigureAwait(false);
        }
        catch (GraphFailureException e)
        {
            return IsAboutBatches(e.Kind) ? null : [.. paths.Select(_ => new BatchAnswer(null, e))];
        }
    }

    /// <summary>Whether a batch that failed so may have failed for being one.</summary>
    public static bool IsAboutBatches(GraphErrorKind kind) => kind is GraphErrorKind.BadRequest or GraphErrorKind.NotFound
        or GraphErrorKind.Forbidden or GraphErrorKind.UnexpectedResponse;

    private static bool IsUnauthorized(GraphFailureException failure) => failure.StatusCode == FailedAnswer.Unauthorized;

    private static bool MayRetry(GraphFailureException failure) =>
        failure.StatusCode is null || FailedAnswer.MayRetry(failure.StatusCode, isRead: true);

    private async Task SendAsync(
        IReadOnlyList<string> paths, List<int> open, BatchAnswer[] answers, int attempt, CancellationToken cancellationToken)
    {
        // The service counts each part (https://learn.microsoft.com/graph/throttling). The request that carries them takes a
        // place of its own further down, which is one too many and errs on the quiet side.
        using var ticket = await transport.Line.EnterAsync(isWrite: false, open.Count, cancellationToken).ConfigureAwait(false);
        var batch = new JsonObject
        {
            ["requests"] = new JsonArray([.. open.Select(part => new JsonObject
            {
                ["id"] = Id(part),
                ["method"] = "GET",
                ["url"] = "/" + paths[part],
            })]),
        };
        var started = transport.Policy.Clock.GetUtcNow();
        var answer = await transport.SendAsync(HttpMethod.Post, RequestEffect.Batch, batch, cancellationToken)
            .ConfigureAwait(false);
        var parts = answer?["responses"] as JsonArray ?? throw new GraphFailureException(
            GraphErrorKind.UnexpectedResponse, "the answer to a batch holds no answers");
        foreach (var part in open)
        {
            var found = parts.OfType<JsonObject>().LastOrDefault(item => item.Text("id") == Id(part));
            answers[part] = found is not null && StatusOf(found) is { } status
                ? await ReadAsync(found, status, attempt).ConfigureAwait(false)
                : new BatchAnswer(null, Unanswered(attempt));
            if (answers[part].Failure is null)
            {
                transport.Reads.Note(paths[part], answers[part].Body, started, transport.Policy.Clock.GetUtcNow());
            }
        }

        var refused = open.Where(part => answers[part].Failure?.Kind == GraphErrorKind.Throttled).ToList();
        if (refused.Count > 0)
        {
            ticket.Refuse(refused.Max(part => answers[part].Failure!.RetryAfter), refused.Count);
        }
    }

    private static GraphFailureException Unanswered(int attempt) =>
        new(GraphErrorKind.UnexpectedResponse, "the batch was answered without this part") { Tries = attempt };

    // Ids start from 1, as in all documentation.
    private static string Id(int part) => (part + 1).ToString(CultureInfo.InvariantCulture);

    private static int? StatusOf(JsonObject part) => part["status"] is JsonValue value
        && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var status) && status is >= 100 and < 600
            ? status
            : null;

    private async Task<BatchAnswer> ReadAsync(JsonObject part, int status, int attempt)
    {
        if (status is >= 200 and < 300)
        {
            return new BatchAnswer(part["body"] as JsonObject);
        }

        // Read as an answer of its own, so that all failures are read by the same rules.
        using var answer = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(part["body"]?.ToJsonString() ?? string.Empty, Encoding.UTF8, "application/json"),
        };
        var headers = part["headers"] as JsonObject ?? [];
        foreach (var header in headers)
        {
            if (headers.Scalar(header.Key) is { } value)
            {
                answer.Headers.TryAddWithoutValidation(header.Key, value);
            }
        }

        return new BatchAnswer(null, await FailedAnswer.ReadAsync(answer, null, attempt, transport.Policy.Clock.GetLocalNow())
            .ConfigureAwait(false));
    }
}
