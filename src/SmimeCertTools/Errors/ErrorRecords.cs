using System;
using System.Management.Automation;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Permissions;

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
        record.ErrorDetails = new ErrorDetails(text.Visible()) { RecommendedAction = record.ErrorDetails?.RecommendedAction };
        return record;
    }

    /// <summary>The record with other advice; its text stays.</summary>
    public static ErrorRecord WithAction(this ErrorRecord record, string action)
    {
        record.ErrorDetails = new ErrorDetails(record.Text()) { RecommendedAction = action.Visible() };
        return record;
    }

    /// <summary>
    /// The record as a cmdlet tells it: a refusal for want of a permission names all that the cmdlet needs. The message names
    /// what the request needed.
    /// </summary>
    /// <param name="record">The record.</param>
    /// <param name="command">The name of the cmdlet that is running.</param>
    public static ErrorRecord Of(this ErrorRecord record, string command) =>
        record.Exception is GraphRequestException { Kind: GraphErrorKind.Forbidden, IsForeign: false }
        && CmdletPermissions.NeedOf(command) is { } need
            ? record.WithAction($"{need} {record.ErrorDetails?.RecommendedAction}".TrimEnd())
            : record;

    /// <summary>A record with an identifier of its own, for what goes wrong outside of Core.</summary>
    public static ErrorRecord Create(
        Exception error, string errorId, object? target, string? action = null, string? message = null)
    {
        var shown = Visible(error);
        var record = new ErrorRecord(shown, errorId, ErrorCategories.Of(errorId, error.InnerException), Visible(target));
        var text = (message ?? shown.Message).Visible();
        if (action is not null || text != shown.Message)
        {
            record.ErrorDetails = new ErrorDetails(text) { RecommendedAction = action.Visible() };
        }

        record.CategoryInfo.TargetName = record.CategoryInfo.TargetName.Visible();
        return record;
    }

    // Scripts take a path or a name for what it is; one with characters that a terminal obeys is shown by who looks at $Error.
    private static object? Visible(object? target) => target is string text ? text.Visible() : target;

    // Every exception that is made here can be made of text and cause.
    private static Exception Visible(Exception error)
    {
        var (text, cause) = (error.Message.Visible(), VisibleCause.Of(error.InnerException));
        return (text != error.Message || cause != error.InnerException)
            && error.GetType().GetConstructor([typeof(string), typeof(Exception)]) is { } make
                ? (Exception)make.Invoke([text, cause]) : error;
    }
}
