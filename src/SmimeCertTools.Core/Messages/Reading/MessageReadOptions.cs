using System;
using System.Collections.Generic;
using SmimeCertTools.Core.Certificates;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>How a message is read.</summary>
public sealed class MessageReadOptions
{
    /// <summary>The defaults.</summary>
    public static MessageReadOptions Default { get; } = new();

    /// <summary>The largest file in bytes that is read. Exchange Online delivers up to 150 MB.</summary>
    public long MaxFileSize { get; init; } = 512L << 20;

    /// <summary>
    /// Finds certificates that the message names and does not carry, so that its signatures can be checked; null for nobody.
    /// </summary>
    public Func<MessageCertificateId, IEnumerable<CertificateInfo>>? FindCertificates { get; init; }
}
