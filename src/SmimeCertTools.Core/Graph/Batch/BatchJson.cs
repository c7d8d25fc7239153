using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Graph.Batch;

/// <summary>Writes and reads the bodies of batches.</summary>
internal static class BatchJson
{
    /// <summary>The body of a batch of GET requests.</summary>
    /// <param name="parts">Number and relative address of each.</param>
    public static HttpContent Write(IReadOnlyList<KeyValuePair<int, string>> parts)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("requests");
            foreach (var part in parts)
            {
                writer.WriteStartObject();
                writer.WriteString("id", Id(part.Key));
                writer.WriteString("method", "GET");
                writer.WriteString("url", "/" + part.Value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        var content = new ByteArrayContent(stream.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>The answers by number; parts in any order, and no one but those that have a number and a status.</summary>
    /// <exception cref="GraphFailureException">The answer is not one to a batch.</exception>
    public static async Task<IReadOnlyDictionary<int, BatchAnswer>> ReadAsync(
        HttpResponseMessage response, int tries, DateTimeOffset now, CancellationToken cancellationToken)
    {
#if NET
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
#else
        cancellationToken.ThrowIfCancellationRequested();
        var bytes = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
#endif
        var answers = new Dictionary<int, BatchAnswer>();
        foreach (var part in Responses(bytes))
        {
            if (part.ValueKind == JsonValueKind.Object
                && Member(part, "id") is { ValueKind: JsonValueKind.String } id
                && int.TryParse(id.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && Member(part, "status") is { ValueKind: JsonValueKind.Number } text
                && text.TryGetInt32(out var status) && status is >= 100 and < 600)
            {
                answers[number - 1] = await AnswerAsync(part, status, tries, now).ConfigureAwait(false);
            }
        }

        return answers;
    }

    // Ids start from 1, as in all documentation.
    private static string Id(int part) => (part + 1).ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<JsonElement> Responses(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && Member(document.RootElement, "responses") is { ValueKind: JsonValueKind.Array } responses)
            {
                return [.. responses.Clone().EnumerateArray()];
            }
        }
        catch (JsonException e)
        {
            throw new GraphFailureException(GraphErrorKind.UnexpectedResponse, "the answer to a batch is not valid JSON", e);
        }

        throw new GraphFailureException(GraphErrorKind.UnexpectedResponse, "the answer to a batch holds no answers");
    }

    private static async Task<BatchAnswer> AnswerAsync(JsonElement part, int status, int tries, DateTimeOffset now)
    {
        var body = Member(part, "body");
        if (status is >= 200 and < 300)
        {
            return BatchAnswer.Success(body ?? default);
        }

        // Read as an answer of its own, so that all failures are read by the same rules.
        using var answer = new HttpResponseMessage((HttpStatusCode)status)
        {
            Content = new StringContent(body?.GetRawText() ?? string.Empty, Encoding.UTF8, "application/json"),
        };
        if (Member(part, "headers") is { ValueKind: JsonValueKind.Object } headers)
        {
            foreach (var header in headers.EnumerateObject())
            {
                if (header.Value.ValueKind == JsonValueKind.String)
                {
                    answer.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
                }
            }
        }

        return BatchAnswer.Failed(await FailedAnswer.ReadAsync(answer, null, tries, now).ConfigureAwait(false));
    }

    private static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value : null;
}
