using Xunit;

namespace SmimeCertTools.Browser.Tests.Site;

/// <summary>A fact about the site: skipped where there is no browser or no docfx.</summary>
public sealed class SiteFactAttribute : FactAttribute
{
    public SiteFactAttribute() => Skip = BrowserAbsence.Message ?? SiteGenerator.Absence;
}

/// <summary>Facts about the site.</summary>
public sealed class SiteTheoryAttribute : TheoryAttribute
{
    public SiteTheoryAttribute() => Skip = BrowserAbsence.Message ?? SiteGenerator.Absence;
}
