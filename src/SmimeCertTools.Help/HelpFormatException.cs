using System;

namespace SmimeCertTools.Help;

/// <summary>
/// A help page that does not follow the layout. The message names the page, the section and what is wrong there.
/// </summary>
public sealed class HelpFormatException : Exception
{
    /// <summary>Creates an error about a place in a page.</summary>
    /// <param name="page">The page's file name.</param>
    /// <param name="section">The section, such as <c>PARAMETERS/-Path</c>.</param>
    /// <param name="problem">What is wrong, as a sentence.</param>
    /// <param name="innerException">The cause, if a library named one.</param>
    public HelpFormatException(string page, string section, string problem, Exception? innerException = null)
        : base($"{page}, {section}: {problem}", innerException)
    {
        Page = page;
        Section = section;
    }

    /// <summary>The page's file name.</summary>
    public string Page { get; }

    /// <summary>The section.</summary>
    public string Section { get; }
}
