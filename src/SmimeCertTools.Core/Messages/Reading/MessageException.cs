using System;

namespace SmimeCertTools.Core.Messages.Reading;

/// <summary>Why a message, or a part of it, cannot be read or has nothing to tell.</summary>
public enum MessageErrorKind
{
    /// <summary>The file could not be found, opened or read.</summary>
    Unreadable,

    /// <summary>It is neither a mail nor a CMS structure.</summary>
    NotRecognized,

    /// <summary>It is a mail that is neither encrypted nor signed by S/MIME.</summary>
    NotSmime,

    /// <summary>It is an item that Outlook saved in its own format (.msg).</summary>
    OutlookItem,

    /// <summary>It is a mailbox of several mails (mbox).</summary>
    Mailbox,

    /// <summary>The mail's parts are wrapped in Outlook's own format (TNEF, winmail.dat).</summary>
    Tnef,

    /// <summary>Its structure is broken.</summary>
    Damaged,

    /// <summary>It ends too early.</summary>
    Truncated,

    /// <summary>A CMS structure of a kind that is neither for recipients nor signed.</summary>
    Unsupported,

    /// <summary>It asks for too much work or memory.</summary>
    LimitExceeded,
}

/// <summary>A message, or a part of it, that cannot be read or has nothing to tell.</summary>
public sealed class MessageException(
    MessageErrorKind kind, string message, string? path, Exception? innerException = null)
    : SmimeException<MessageErrorKind>(kind, "Message" + kind, message, path, innerException);
