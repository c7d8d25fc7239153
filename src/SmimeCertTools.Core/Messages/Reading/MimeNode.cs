using System;
using System.Collections.Generic;
using MimeKit;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>What a part of a mail is.</summary>
internal enum MimeNodeKind
{
    /// <summary>A mail: the outermost, or a forwarded one.</summary>
    Message,

    /// <summary>A part of several parts.</summary>
    Multipart,

    /// <summary>A part with content.</summary>
    Part,
}

/// <summary>A part of a mail and where it lies; offsets in bytes from the beginning of what was read.</summary>
internal sealed class MimeNode(MimeNodeKind kind, ContentType? type, long begin)
{
    private readonly List<MimeNode> _children = [];

    public MimeNodeKind Kind => kind;

    /// <summary>The type and subtype, in lower case; of a mail that has no part yet, empty.</summary>
    public string MediaType { get; } = type is null ? string.Empty : type.MimeType.ToLowerInvariant();

    /// <summary>The first byte of its headers.</summary>
    public long Begin => begin;

    /// <summary>The first byte after it.</summary>
    public long End { get; set; }

    /// <summary>The first byte of its content, and the first after that.</summary>
    public (long Begin, long End) Content { get; set; }

    /// <summary>The headers that matter, by name in lower case: the first of each name.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The parts in it.</summary>
    public IReadOnlyList<MimeNode> Children => _children;

    /// <summary>A parameter of the type; null without it.</summary>
    public string? Parameter(string name) => type?.Parameters[name];

    /// <summary>The file's name; null without one.</summary>
    public string? FileName =>
        Headers.TryGetValue("content-disposition", out var text) && ContentDisposition.TryParse(text, out var disposition)
        && !string.IsNullOrWhiteSpace(disposition.FileName) ? disposition.FileName : Parameter("name");

    /// <summary>How the content is encoded, in lower case; empty where that is not told.</summary>
    public string TransferEncoding =>
        Headers.TryGetValue("content-transfer-encoding", out var text) ? text.Trim().ToLowerInvariant() : string.Empty;

    /// <summary>Whether the file's name ends so.</summary>
    public bool IsNamed(string extension) =>
        FileName?.Trim().EndsWith(extension, StringComparison.OrdinalIgnoreCase) == true;

    public void Add(MimeNode child) => _children.Add(child);
}
