using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Formats;

/// <summary>One PEM block of a content: what it says it is, and what it is.</summary>
internal sealed class RecognizedBlock
{
    /// <summary>The label, such as <c>PUBLIC KEY</c>.</summary>
    public required string Label { get; init; }

    /// <summary>What the block's bytes are.</summary>
    public required ContentKind Kind { get; init; }

    /// <summary>The block's bytes; null when it has no end or is no base64.</summary>
    public required byte[]? Bytes { get; init; }

    /// <summary>
    /// Whether it has the headers of PEM's own encryption (RFC 1421 section 4.6.1.1), which OpenSSL wrote before PKCS#8.
    /// </summary>
    public required bool HasEncryptionHeader { get; init; }
}

/// <summary>
/// What a file holds once PEM, base64 and UTF-16 are taken off. What was decoded may be a private key, asked for or handed over
/// by mistake, and is overwritten on disposal.
/// </summary>
internal sealed class RecognizedContent(
    ContentKind kind, byte[] bytes, bool wasDecoded, IReadOnlyList<RecognizedBlock> blocks) : IDisposable
{
    /// <summary>What <see cref="Bytes"/> are; <see cref="ContentKind.Pem"/> when the blocks say it.</summary>
    public ContentKind Kind => kind;

    /// <summary>The content, or what its base64 stands for.</summary>
    public byte[] Bytes => bytes;

    /// <summary>The PEM blocks in their order, none unless <see cref="Kind"/> is <see cref="ContentKind.Pem"/>.</summary>
    public IReadOnlyList<RecognizedBlock> Blocks => blocks;

    /// <summary>Recognizes a file's content.</summary>
    /// <param name="content">The content; the caller overwrites it.</param>
    /// <param name="mostBlocks">How many PEM blocks are looked at: each one without an end line costs a search of the whole
    /// text.</param>
    /// <returns>What it is; with one block more than <paramref name="mostBlocks"/> when there are more.</returns>
    public static RecognizedContent Read(byte[] content, int mostBlocks)
    {
        var kind = ContentRecognizer.Recognize(content);
        if (kind is not (ContentKind.Unknown or ContentKind.Text or ContentKind.Pem))
        {
            return new RecognizedContent(kind, content, wasDecoded: false, []);
        }

        using var text = PemReader.Decode(content);
        List<RecognizedBlock> blocks = [.. text.Blocks().Take(mostBlocks + 1).Select(block => Read(text, block))];
        if (blocks.Count > 0)
        {
            return new RecognizedContent(ContentKind.Pem, content, wasDecoded: false, blocks);
        }

        return text.TryReadBase64() is { Length: > 0 } decoded
            ? new RecognizedContent(ContentRecognizer.Recognize(decoded), decoded, wasDecoded: true, [])
            : new RecognizedContent(kind == ContentKind.Pem ? ContentKind.Text : kind, content, wasDecoded: false, []);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (wasDecoded)
        {
            SecretBytes.Zero(Bytes);
        }

        foreach (var block in Blocks)
        {
            if (block.Bytes is { } bytes)
            {
                SecretBytes.Zero(bytes);
            }
        }
    }

    private static RecognizedBlock Read(PemReader text, PemBlock block)
    {
        var bytes = text.TryRead(block);
        return new RecognizedBlock
        {
            Label = block.Label,
            Kind = bytes is null ? ContentKind.Unknown : ContentRecognizer.Recognize(bytes),
            Bytes = bytes,
            HasEncryptionHeader = text.HasEncryptionHeader(block),
        };
    }
}
