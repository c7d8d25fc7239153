using System;

namespace SmimeCertTools.Core.Reports;

/// <summary>What is wrong with the template of a report.</summary>
public enum ReportErrorKind
{
    /// <summary>The file cannot be read, or is larger than a template may be.</summary>
    TemplateUnreadable,

    /// <summary>It is no template: a tag that is not closed, an unknown filter, a misspelt member.</summary>
    TemplateInvalid,

    /// <summary>It asks for more than a template may: steps, depth or length of text.</summary>
    TemplateLimitExceeded,
}

/// <summary>A template that a report cannot be made of. Nothing was written.</summary>
public sealed class ReportException(
    ReportErrorKind kind, string message, string? path, int? line = null, Exception? innerException = null)
    : SmimeException<ReportErrorKind>(kind, "Report" + kind, message, path, innerException)
{
    /// <summary>The line of the template, from 1; null where it cannot be told.</summary>
    public int? Line { get; } = line;
}
