using System;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Desktop;

/// <summary>A fact that runs the desktop edition on Mono, and is skipped with a message where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MonoFactAttribute : FactAttribute
{
    /// <summary>Skips the fact unless Mono is there.</summary>
    /// <param name="needsCorpus">Whether it needs the third-party data as well.</param>
    public MonoFactAttribute(bool needsCorpus = false)
    {
        if (ToolLocator.Find("mono") is null)
        {
            Skip = "The desktop edition was not run, since the program 'mono' is not on the PATH. On Debian and Ubuntu: "
                + "apt-get install --no-install-recommends mono-devel (mono-runtime alone lacks netstandard.dll).";
        }
        else if (needsCorpus && !SharedCorpus.IsPresent)
        {
            Skip = SharedCorpus.AbsentMessage;
        }
    }
}
