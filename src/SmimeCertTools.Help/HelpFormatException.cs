using System;

namespace SmimeCertTools.Help;

/// <summary>
/// A help page that does not follow the layout. The message names the page, the section and what is wrong there.
/// </summary>
/// <param name="page">The page's file name.</param>
/// <param name="section">The section, such as <c>PARAMETERS/-Path</c>.</param>
/// <param name="problem">What is wrong, as a sentence.</param>
/// <param name="innerException">The cause, if a library named one.</param>
public sealed class HelpFormatException(string page, string section, string problem, Exception? innerException = null)
    : Exception($"{page}, {section}: {problem}", innerException)
{
    /// <summary>The page's file name.</summary>
    public string Page { get; } = page;

    /// <summary>The section.</summary>
    public string Section { get; } = section;
}
