using System;
using System.Management.Automation;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Errors;

/// <summary>The one place where errors of this library become PowerShell's: identifier, category, target and advice.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of <paramref name="error"/>, whose identifier is the error's own.</summary>
    /// <param name="error">What is wrong.</param>
    /// <param name="target">The item as the user gave it; null for what the error names.</param>
    public static ErrorRecord ToErrorRecord(this SmimeException error, object? target = null) =>
        error is InputException { Report: ErrorRecord found } ? found : Create(
            error, error.ErrorId, target ?? error.Item, RecommendedActions.For(error), RecommendedActions.Message(error));

    /// <summary>What a record says to its reader.</summary>
    public static string Text(this ErrorRecord record) => record.ErrorDetails?.Message ?? record.Exception.Message;

    /// <summary>The record with another text; its advice stays.</summary>
    public static ErrorRecord WithText(this ErrorRecord record, string text)
    {
        record.ErrorDetails = new ErrorDetails(text) { RecommendedAction = record.ErrorDetails?.RecommendedAction };
        return record;
    }

    /// <summary>A record with an identifier of its own, for what goes wrong outside of Core.</summary>
    public static ErrorRecord Create(
        Exception error, string errorId, object? target, string? action = null, string? message = null)
    {
        var record = new ErrorRecord(error, errorId, ErrorCategories.Of(errorId, error.InnerException), target);
        var text = message ?? error.Message;
        if (action is not null || text != error.Message)
        {
            record.ErrorDetails = new ErrorDetails(text) { RecommendedAction = action };
        }

        return record;
    }
}
