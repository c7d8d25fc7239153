using System;
using Xunit;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>
/// A fact over third-party data that is not part of the repository; skipped with a message where that is absent.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusFactAttribute : FactAttribute
{
    /// <summary>Skips the fact unless the data is present.</summary>
    public CorpusFactAttribute()
    {
        if (!SharedCorpus.IsPresent)
        {
            Skip = SharedCorpus.AbsentMessage;
        }
    }
}

/// <summary>
/// A theory over third-party data that is not part of the repository; skipped with a message where that is absent.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorpusTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the theory unless the data is present.</summary>
    public CorpusTheoryAttribute()
    {
        if (!SharedCorpus.IsPresent)
        {
            Skip = SharedCorpus.AbsentMessage;
        }
    }
}
