using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Playwright;
using SmimeCertTools.Browser.Tests.Site;
using SmimeCertTools.Core.Tests.Reports;
using Xunit;

namespace SmimeCertTools.Browser.Tests;

/// <summary>
/// The report in the README: a picture of a page of made-up users. Pixels are the browser's and the fonts'; what is compared is
/// the page that it was taken of, by its hash.
/// </summary>
public sealed class ReportPictureTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const int Users = 12;

    /// <summary>The picture is taken anew where this says so: ./build.ps1 -Task Pictures.</summary>
    private static readonly bool Draws = Environment.GetEnvironmentVariable("SMIME_PICTURES") == "draw";

    private static string Picture => Path.Combine(SiteGenerator.Root, "docs", "images", "report.png");

    [BrowserFact]
    public async Task The_picture_is_of_the_page_that_is_written_now()
    {
        using var file = await ReportFile.OfAsync(ReportSamples.Of(Users));
        var page = (await File.ReadAllTextAsync(file.Path)).ReplaceLineEndings("\n");
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(page)));
        var note = Path.ChangeExtension(Picture, ".sha256");
        if (Draws)
        {
            var tab = await chromium.NewPageAsync(1100, 760);
            await tab.GotoAsync(file.Address);
            await tab.ScreenshotAsync(new PageScreenshotOptions { Path = Picture });
            await File.WriteAllTextAsync(note, hash + "\n");
        }

        Assert.True(File.Exists(Picture), "docs/images/report.png is not there: run ./build.ps1 -Task Pictures.");
        Assert.True((await File.ReadAllTextAsync(note)).Trim() == hash,
            "docs/images/report.png shows another page than the report is now. "
            + "Run ./build.ps1 -Task Pictures, look, and commit it.");
    }
}
