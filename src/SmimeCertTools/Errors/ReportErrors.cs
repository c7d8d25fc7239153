using System;
using System.Management.Automation;

namespace SmimeCertTools.Errors;

/// <summary>Errors of reports that only the cmdlet finds.</summary>
internal static class ReportErrors
{
    /// <summary>A template for what is no page.</summary>
    public static ErrorRecord TemplateForPage(string path) => ErrorRecords.Create(
        new ArgumentException($"A template is for a page, and '{path}' is none. Give -Path a name that ends in .html, or leave "
            + "-TemplatePath out."),
        "ReportTemplateInvalid", path);
}
