using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmimeCertTools.Core.Catalog;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>JSON Lines (jsonlines.org): an object a line, UTF-8 without a mark. Members without a value are left out.</summary>
internal sealed class JsonResultsFormat : ResultsFormat
{
    private static readonly byte[] Start = Encoding.ASCII.GetBytes("{\"" + ResultsFields.Time + "\":\"");
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override byte[] Header => [];

    public override byte[] Write(ResultsEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            foreach (var field in ResultsFields.All)
            {
                if (field.Write(entry) is { } text)
                {
                    writer.WritePropertyName(field.Name);
                    if (field.Fact is { } fact)
                    {
                        CatalogJson.Write(writer, fact, text);
                    }
                    else if (field.IsNumber)
                    {
                        writer.WriteRawValue(text);
                    }
                    else
                    {
                        writer.WriteStringValue(text);
                    }
                }
            }

            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    public override ResultsEntry? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var entry = document.RootElement;
            return entry.ValueKind == JsonValueKind.Object
                ? ResultsFields.Read([.. ResultsFields.Names.Select(name => Text(entry, name))])
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for text with half a surrogate pair, which we do not write.
            return null;
        }
    }

    public override bool MayBegin(ReadOnlyMemory<byte> part) => Agree(part.Span, Start);

    public override bool IsHeader(ReadOnlyMemory<byte> line) => false;

    private static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) ? CatalogJson.TextOf(value) : null;
}
