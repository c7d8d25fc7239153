using System;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmimeCertTools.Core.Bulk.Ledger;

/// <summary>JSON Lines (jsonlines.org): an object a line, UTF-8 without a mark. Members without a value are left out.</summary>
internal sealed class JsonLedgerFormat : LedgerFormat
{
    private static readonly byte[] Start = Encoding.ASCII.GetBytes("{\"" + LedgerFields.Time + "\":\"");
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public override byte[] Header => [];

    public override byte[] Write(LedgerEntry entry)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            var texts = LedgerFields.Write(entry);
            for (var i = 0; i < texts.Length; i++)
            {
                if (texts[i] is not { } text)
                {
                    continue;
                }

                var name = LedgerFields.Names[i];
                if (name == LedgerFields.Line)
                {
                    writer.WriteNumber(name, entry.Line!.Value);
                }
                else
                {
                    writer.WriteString(name, text);
                }
            }

            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    public override LedgerEntry? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var texts = new string?[LedgerFields.Names.Count];
            for (var i = 0; i < texts.Length; i++)
            {
                if (document.RootElement.TryGetProperty(LedgerFields.Names[i], out var value))
                {
                    texts[i] = value.ValueKind switch
                    {
                        JsonValueKind.String => value.GetString(),
                        JsonValueKind.Number => value.GetRawText(),
                        _ => null,
                    };
                }
            }

            return LedgerFields.Read(texts);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Text with half a surrogate pair, which we do not write.
            return null;
        }
    }

    public override bool MayBegin(ReadOnlyMemory<byte> part) => Agree(part.Span, Start);

    public override bool IsHeader(ReadOnlyMemory<byte> line) => false;
}
