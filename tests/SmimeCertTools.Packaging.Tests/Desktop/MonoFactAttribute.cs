using System;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Desktop;

/// <summary>A fact that runs the desktop edition on Mono, and is skipped with a message where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MonoFactAttribute : FactAttribute
{
    // The last is a tool of the package that has the facades as well.
    private static readonly string[] Tools = ["mono", "cert-sync", "monop"];

    /// <summary>Skips the fact unless Mono is there.</summary>
    /// <param name="needsCorpus">Whether it needs the third-party data as well.</param>
    public MonoFactAttribute(bool needsCorpus = false)
    {
        if (ToolLocator.AbsentMessage(Tools) is { } absent)
        {
            Skip = absent + " The desktop edition was not run. On Debian and Ubuntu: "
                + "apt-get install --no-install-recommends mono-devel (mono-runtime alone lacks netstandard.dll).";
        }
        else if (needsCorpus && !SharedCorpus.IsPresent)
        {
            Skip = SharedCorpus.AbsentMessage;
        }
    }
}
