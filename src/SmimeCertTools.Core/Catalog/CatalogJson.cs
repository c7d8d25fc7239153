using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Lists;

namespace SmimeCertTools.Core.Catalog;

/// <summary>A catalogue as JSON Lines (jsonlines.org): an object a line, UTF-8 without a mark.</summary>
internal static class CatalogJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The certificates; an empty file has none.</summary>
    /// <exception cref="CatalogException">The file cannot be read, or does not begin as a catalogue.</exception>
    public static async Task<IReadOnlyList<CatalogEntry>?> ReadAsync(
        string path, Action<SmimeException> onError, CancellationToken cancellationToken)
    {
        var errors = CatalogRow.ErrorsOf(path);
        using var stream = await InputFile.OpenAsync(path, bufferSize: 64 * 1024, errors.NotOpened, cancellationToken)
            .ConfigureAwait(false);
        using var reader = new StreamReader(stream);
        var entries = new List<CatalogEntry>();
        var (number, isFirst, isOfResults) = (0, true, false);
        while (await ReadLineAsync(reader, errors).ConfigureAwait(false) is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            number++;
            if (line.Trim().Length == 0)
            {
                continue;
            }

            using var document = Parse(line);
            if (isFirst)
            {
                isOfResults = Has(document, "RunId");
                if (!isOfResults && !Has(document, CatalogFields.Thumbprint) && !Has(document, CatalogFields.RawData))
                {
                    throw new CatalogException(
                        CatalogErrorKind.NotRecognized,
                        $"The file '{path}' is no catalogue of certificates: its first line is no JSON object with a Thumbprint. "
                        + "Give a catalogue, a folder with PFX files, or a CSV file that lists them.",
                        path);
                }
            }

            isFirst = false;
            string? problem = "it is no JSON object; perhaps it was cut off.";
            var entry = document is null ? null : CatalogRow.Read(path, field => Text(document.RootElement, field), out problem);
            if (entry is not null)
            {
                entries.Add(entry);
            }
            else if (!isOfResults)
            {
                onError(errors.Row(number, problem!));
            }
        }

        return isOfResults ? Distinct(entries) : entries;
    }

    /// <summary>Writes a line for each certificate. Members without a value are left out.</summary>
    public static void Write(Stream stream, IReadOnlyList<CatalogEntry> entries)
    {
        using var writer = new Utf8JsonWriter(stream, Options);
        foreach (var entry in entries)
        {
            writer.WriteStartObject();
            foreach (var field in CatalogFields.All)
            {
                if (field.Write(entry) is { } text)
                {
                    writer.WritePropertyName(field.Name);
                    Write(writer, field, text);
                }
            }

            writer.WriteEndObject();
            writer.Flush();
            writer.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>
    /// Each certificate once for each place and owner: a file of results tells of one again each time something became of it.
    /// </summary>
    public static IReadOnlyList<CatalogEntry> Distinct(IEnumerable<CatalogEntry> entries) =>
        [.. entries.GroupBy(entry => (entry.Thumbprint, entry.Path, entry.UserPrincipalName?.ToUpperInvariant()))
            .Select(group => group.Last())];

    /// <summary>Writes the value of a field.</summary>
    internal static void Write(Utf8JsonWriter writer, CatalogField field, string text)
    {
        switch (field.Form)
        {
            case CatalogFieldForm.Number:
                writer.WriteRawValue(text);
                break;
            case CatalogFieldForm.List:
                writer.WriteStartArray();
                foreach (var part in CatalogFields.Split(text))
                {
                    writer.WriteStringValue(part);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    /// <summary>The text of a member: of an array that of all its texts; null for what is none.</summary>
    internal static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Array => CatalogFields.Join([.. value.EnumerateArray().Select(TextOf).OfType<string>()]),
        _ => null,
    };

    private static string Text(JsonElement line, CatalogField field) =>
        line.TryGetProperty(field.Name, out var value) ? ListText.Trim(TextOf(value)) : string.Empty;

    private static bool Has(JsonDocument? line, string name) => line is not null && line.RootElement.TryGetProperty(name, out _);

    private static JsonDocument? Parse(string line)
    {
        try
        {
            var document = JsonDocument.Parse(line);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<string?> ReadLineAsync(StreamReader reader, ListErrors errors)
    {
        try
        {
            return await reader.ReadLineAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw errors.Unreadable(e);
        }
    }
}
