using System;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Sandbox.Requests;

/// <summary>An answer, or the instruction to break the connection.</summary>
internal sealed class SandboxResponse
{
    private static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required int Status { get; init; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public JsonNode? Json { get; init; }

    /// <summary>A body that is not JSON ($count).</summary>
    public string? Text { get; init; }

    /// <summary>A page for a browser.</summary>
    public string? Html { get; init; }

    /// <summary>Why a request was refused, for the sandbox's log only.</summary>
    public string? Diagnostic { get; init; }

    /// <summary>Whether the connection is broken instead of answered.</summary>
    public bool IsReset { get; init; }

    public string ContentType => this switch
    {
        { Text: not null } => "text/plain",
        { Html: not null } => "text/html; charset=utf-8",
        _ => "application/json; odata.metadata=minimal; charset=utf-8",
    };

    public static SandboxResponse Ok(JsonNode json) => new() { Status = 200, Json = json };

    public byte[] BodyBytes() =>
        Json is not null ? JsonSerializer.SerializeToUtf8Bytes(Json, Relaxed) : Encoding.UTF8.GetBytes(Text ?? Html ?? "");
}
