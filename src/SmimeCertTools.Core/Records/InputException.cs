using System;

namespace SmimeCertTools.Core.Records;

/// <summary>An input that cannot be used, as whoever read it found out.</summary>
/// <param name="errorId">The identifier.</param>
/// <param name="cause">What is wrong.</param>
/// <param name="report">What its finder reports it with.</param>
public sealed class InputException(string errorId, Exception cause, object report)
    : SmimeException(Guard.NotNull(cause).Message, cause)
{
    /// <summary>What its finder reports it with.</summary>
    public object Report { get; } = report;

    /// <inheritdoc/>
    public override string ErrorId { get; } = errorId;

    /// <inheritdoc/>
    public override string? Item => null;
}
