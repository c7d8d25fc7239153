using System;
using System.IO;

namespace SmimeCertTools.Core;

/// <summary>
/// Base of every error that this library states in words meant for an administrator. The message names the file or user, what is
/// wrong and what to do next, and never holds a password, key or token, nor characters that a terminal would take for commands.
/// </summary>
public abstract class SmimeException : Exception
{
    private protected SmimeException(string message, Exception? innerException = null)
        : base(message.Visible(), VisibleCause.Of(innerException))
    {
    }

    /// <summary>
    /// A stable identifier of noun and state in PascalCase, such as <c>PfxPasswordIncorrect</c>; it becomes the ErrorId.
    /// </summary>
    public abstract string ErrorId { get; }

    /// <summary>
    /// What the error is about, as it may be shown: a path, a user principal name, a key name; null when it is about the call as
    /// a whole.
    /// </summary>
    public virtual string? Item => null;
}

/// <summary>An error of one of several kinds.</summary>
/// <typeparam name="TKind">The kinds.</typeparam>
public abstract class SmimeException<TKind> : SmimeException
    where TKind : struct, Enum
{
    private const string MissingId = "PathNotFound";

    private protected SmimeException(TKind kind, string errorId, string message, string? item, Exception? innerException)
        : base(message, innerException) =>
        (Kind, ErrorId, Item) = (kind, IsMissing(errorId, innerException) ? MissingId : errorId, item.Visible());

    /// <summary>What is wrong.</summary>
    public TKind Kind { get; }

    /// <inheritdoc/>
    public sealed override string ErrorId { get; }

    /// <inheritdoc/>
    public sealed override string? Item { get; }

    // What is not there cannot be read, whatever it should have been: one identifier for it, wherever its path was given.
    private static bool IsMissing(string errorId, Exception? cause) =>
        cause is FileNotFoundException or DirectoryNotFoundException && errorId.EndsWith("Unreadable", StringComparison.Ordinal);
}
