using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>An encrypted or a signed part of a message.</summary>
public abstract record MessageLayer
{
    /// <summary>Its number in the message, from 1, the outer before the inner.</summary>
    public required int Number { get; init; }

    /// <summary>Where it was found, such as <c>smime.p7m in forwarded.eml</c>.</summary>
    public required string Place { get; init; }

    /// <summary>The certificates that it carries.</summary>
    public IReadOnlyList<CertificateInfo> Certificates { get; init; } = [];
}

/// <summary>
/// An encrypted part: EnvelopedData (RFC 5652 section 6) or AuthEnvelopedData (RFC 5083). Nothing is decrypted.
/// </summary>
public sealed record EncryptedLayer : MessageLayer
{
    /// <summary>The content's encryption, by its usual name or its object identifier.</summary>
    public required string ContentEncryption { get; init; }

    /// <summary>The recipients, in the message's order.</summary>
    public required IReadOnlyList<MessageRecipient> Recipients { get; init; }
}

/// <summary>A signed part: SignedData (RFC 5652 section 5).</summary>
public sealed record SignedLayer : MessageLayer
{
    /// <summary>The signers; none in a list of certificates.</summary>
    public required IReadOnlyList<MessageSigner> Signers { get; init; }
}

/// <summary>What a message says of itself without being decrypted.</summary>
public sealed class MessageContents
{
    /// <summary>The file; null for none.</summary>
    public string? Path { get; init; }

    /// <summary>The subject; null where the message has none, as for all that follows.</summary>
    public string? Subject { get; init; }

    /// <summary>The address of the sender.</summary>
    public string? From { get; init; }

    /// <summary>When it was sent, as it says.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>Its encrypted and signed parts, the outer before the inner; at least one.</summary>
    public required IReadOnlyList<MessageLayer> Layers { get; init; }

    /// <summary>What of it could not be read.</summary>
    public IReadOnlyList<MessageException> Problems { get; init; } = [];
}
