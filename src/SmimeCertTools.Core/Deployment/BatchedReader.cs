using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Batch;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Deployment;

/// <summary>
/// Reads many small things of Graph in batches. What fails for one of them is in its result, except what makes the session as a
/// whole useless. Where batches are refused each is asked for alone. Safe for concurrent use.
/// </summary>
internal sealed class BatchedReader(GraphTransport transport)
{
    private const int BatchesAtATime = 4;

    private readonly BatchSender _batches = new(transport);

    /// <summary>Reads collections, all pages of each, in the order of the questions.</summary>
    /// <exception cref="GraphRequestException">The session is over.</exception>
    public Task<IReadOnlyList<Collected<IReadOnlyList<T>>>> ListAsync<T>(
        IReadOnlyList<(string Address, GraphRequestSubject Subject)> questions, Func<JsonObject, T?> read,
        CancellationToken cancellationToken)
        where T : class =>
        ReadAsync(questions, async (question, body) =>
        {
            var pager = new GraphPager<T>(transport, question.Subject, question.Address, read);
            IReadOnlyList<T> first = body is null ? [] : pager.Accept(body);
            return (IReadOnlyList<T>)[.. first, .. await pager.ReadAllAsync(cancellationToken).ConfigureAwait(false)];
        }, cancellationToken);

    /// <summary>Reads single objects; an empty one for what is not there.</summary>
    /// <exception cref="GraphRequestException">The session is over.</exception>
    public Task<IReadOnlyList<Collected<JsonObject>>> FindAsync(
        IReadOnlyList<(string Address, GraphRequestSubject Subject)> questions, CancellationToken cancellationToken) =>
        ReadAsync(questions, async (question, body) => body
            ?? await transport.FindAsync(question.Subject, question.Address, cancellationToken).ConfigureAwait(false) ?? [],
            cancellationToken, isMissingFine: true);

    private async Task<IReadOnlyList<Collected<T>>> ReadAsync<T>(
        IReadOnlyList<(string Address, GraphRequestSubject Subject)> questions,
        Func<(string Address, GraphRequestSubject Subject), JsonObject?, Task<T>> complete, CancellationToken cancellationToken,
        bool isMissingFine = false)
        where T : class
    {
        var results = new Collected<T>[questions.Count];
        using var places = new SemaphoreSlim(BatchesAtATime);
        var starts = Enumerable.Range(0, (questions.Count + BatchSender.MaxParts - 1) / BatchSender.MaxParts);
        await Task.WhenAll(starts.Select(async number =>
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                var start = number * BatchSender.MaxParts;
                var part = questions.Skip(start).Take(BatchSender.MaxParts).ToList();
                var answers = await AskAsync(part, cancellationToken).ConfigureAwait(false);
                for (var i = 0; i < part.Count; i++)
                {
                    results[start + i] = await CompleteAsync(part[i], answers?[i], complete, isMissingFine).ConfigureAwait(false);
                }
            }
            finally
            {
                places.Release();
            }
        })).ConfigureAwait(false);
        return results;
    }

    // A batch of one is a request more for nothing.
    private async Task<IReadOnlyList<BatchAnswer>?> AskAsync(
        List<(string Address, GraphRequestSubject Subject)> part, CancellationToken cancellationToken)
    {
        if (part.Count < 2)
        {
            return null;
        }

        try
        {
            return await _batches.GetAsync([.. part.Select(question => question.Address)], cancellationToken)
                .ConfigureAwait(false);
        }
        catch (GraphFailureException)
        {
            // Each alone says what is wrong, in words of its own.
            return null;
        }
    }

    private static async Task<Collected<T>> CompleteAsync<T>((string Address, GraphRequestSubject Subject) question,
        BatchAnswer? answer, Func<(string Address, GraphRequestSubject Subject), JsonObject?, Task<T>> complete,
        bool isMissingFine)
        where T : class
    {
        try
        {
            var failure = answer?.Failure;
            return failure is not null && !(failure.IsMissing && isMissingFine)
                ? throw GraphErrors.Make(failure, question.Subject)
                : Collected<T>.Of(await complete(question, answer is null ? null : answer.Body ?? Empty(isMissingFine))
                    .ConfigureAwait(false));
        }
        catch (GraphRequestException e) when (!e.IsSessionError)
        {
            return Collected<T>.Failed(e);
        }
    }

    // A reference that leads nowhere is answered without content. A collection never is.
    private static JsonObject? Empty(bool isObject) => isObject ? [] : null;
}
