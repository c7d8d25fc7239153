using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>
/// One try: bounds its time from sending to the answer's last byte, and reads the whole answer, so that a connection that breaks
/// in the middle of a body fails here, where it can be tried again.
/// </summary>
internal sealed class TryHandler(RetryPolicy policy) : DelegatingHandler
{
    /// <summary>Far above any page or error Graph sends; more is not its answer.</summary>
    private const int LongestBody = 64 * 1024 * 1024;

    private const int BufferSize = 16384;

    /// <exception cref="TimeoutException">The time is over.</exception>
    /// <exception cref="HttpRequestException">The connection failed.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var time = policy.Limit(policy.RequestTimeout);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
        try
        {
            var response = await base.SendAsync(request, limit.Token).ConfigureAwait(false);
            await BufferAsync(response, limit.Token).ConfigureAwait(false);
            return response;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("No answer in time.", e);
        }
        catch (ObjectDisposedException e) when (limit.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException("No complete answer in time.", e);
        }
        catch (IOException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw limit.IsCancellationRequested
                ? new TimeoutException("No complete answer in time.", e)
                : new HttpRequestException("The connection broke while the answer was read: " + e.Message, e);
        }
    }

    private static async Task BufferAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content is not { } content)
        {
            return;
        }

        using var buffer = new MemoryStream();

        // Not every platform's response stream heeds the token; closing it under the reader always works.
        using (cancellationToken.Register(response.Dispose))
        {
            using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var chunk = new byte[BufferSize];
            int count;
            while ((count = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0)
            {
                buffer.Write(chunk, 0, count);
                if (buffer.Length > LongestBody)
                {
                    response.Dispose();
                    throw new GraphFailureException(GraphErrorKind.UnexpectedResponse, "The answer is longer than 64 MB.")
                    {
                        IsUnreadableSuccess = response.IsSuccessStatusCode,
                    };
                }
            }
        }

        var copy = new ByteArrayContent(buffer.ToArray());
        foreach (var header in content.Headers)
        {
            copy.Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        response.Content = copy;
        content.Dispose();
    }
}
