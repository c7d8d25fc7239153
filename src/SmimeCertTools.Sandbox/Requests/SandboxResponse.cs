using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SmimeCertTools.Sandbox.Requests;

/// <summary>An answer, or the instruction to break the connection.</summary>
internal sealed class SandboxResponse
{
    /// <summary>Writes characters as they are, where JSON allows it.</summary>
    public static readonly JsonSerializerOptions Relaxed =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required int Status { get; init; }

    public Dictionary<string, string> Headers { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    public JsonNode? Json { get; init; }

    /// <summary>A body that is not JSON ($count).</summary>
    public string? Text { get; init; }

    /// <summary>A page for a browser.</summary>
    public string? Html { get; init; }

    /// <summary>Whether it stands for the answer of something in between, and so lacks the service's headers.</summary>
    public bool IsForeign { get; init; }

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

    /// <summary>The answer of $count.</summary>
    public static SandboxResponse Number(int count) =>
        new() { Status = 200, Text = count.ToString(CultureInfo.InvariantCulture) };

    public static SandboxResponse NoContent(string? diagnostic = null) => new() { Status = 204, Diagnostic = diagnostic };

    public byte[] BodyBytes() =>
        Json is not null ? JsonSerializer.SerializeToUtf8Bytes(Json, Relaxed) : Encoding.UTF8.GetBytes(Text ?? Html ?? "");
}
