using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using SmimeCertTools.Core.Reports;
using SmimeCertTools.Core.Tests.Reports;
using Xunit;

namespace SmimeCertTools.Browser.Tests;

/// <summary>The report's page as Chromium shows it: from a file, with the network off.</summary>
public sealed class ReportPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Where screenshots are kept for who wants to look at them; null for nowhere.</summary>
    private static readonly string? Gallery = Environment.GetEnvironmentVariable("SMIME_REPORT_SCREENSHOTS");

    private static readonly Dictionary<string, Func<Report>> Reports = new()
    {
        ["empty"] = ReportSamples.Empty,
        ["one"] = () => ReportSamples.Of(1),
        ["many"] = () => ReportSamples.Of(500),
        ["hostile"] = () => ReportSamples.Of(12, ReportSamples.Hostile),
    };

    public static TheoryData<string> Names => [.. Reports.Keys];

    [BrowserTheory]
    [MemberData(nameof(Names))]
    public async Task It_opens_without_an_error_a_request_or_a_script(string name)
    {
        using var file = await ReportFile.OfAsync(Reports[name]());
        var page = await chromium.NewPageAsync(1280, 900);
        List<string> problems = [];
        page.Console += (_, message) => problems.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => problems.Add(error);
        page.Dialog += (_, dialog) => problems.Add("dialog: " + dialog.Message);
        page.Request += (_, request) =>
        {
            if (request.Url != file.Address)
            {
                problems.Add("request: " + request.Url);
            }
        };
        await page.GotoAsync(file.Address);
        Assert.Empty(problems);
        Assert.Equal(0, await page.Locator("script, iframe, object, embed, img, [onerror], [onclick]").CountAsync());
        Assert.Equal("S/MIME certificates", await page.Locator("h1").TextContentAsync());
    }

    [BrowserFact]
    public async Task A_hostile_name_is_shown_as_it_is_written()
    {
        using var file = await ReportFile.OfAsync(ReportSamples.Of(12, ReportSamples.Hostile));
        var page = await chromium.NewPageAsync(1280, 900);
        await page.GotoAsync(file.Address);
        Assert.Contains(ReportSamples.Hostile, await page.Locator("body").TextContentAsync(), StringComparison.Ordinal);
    }

    [BrowserTheory]
    [InlineData("empty", 1280, "Light")]
    [InlineData("one", 400, "Dark")]
    [InlineData("many", 1280, "Light")]
    [InlineData("many", 400, "Light")]
    [InlineData("many", 1280, "Dark")]
    [InlineData("hostile", 1280, "Light")]
    public async Task Axe_finds_no_violation_and_nothing_is_wider_than_the_window(string name, int width, string scheme)
    {
        // All that there is to see is there with some users already.
        using var file = await ReportFile.OfAsync(name == "many" ? ReportSamples.Of(40) : Reports[name]());
        var page = await chromium.NewPageAsync(width, 900, Enum.Parse<ColorScheme>(scheme));
        await page.GotoAsync(file.Address);
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join(Environment.NewLine, result.Violations.Select(Describe)));
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
        await KeepAsync(page, $"{name}-{width}-{scheme}");
    }

    [BrowserFact]
    public async Task The_heading_of_a_table_stays_in_sight()
    {
        using var file = await ReportFile.OfAsync(ReportSamples.Of(500));
        var page = await chromium.NewPageAsync(1280, 900);
        await page.GotoAsync(file.Address);
        await page.Locator("#u250").ScrollIntoViewIfNeededAsync();
        var box = await page.Locator(".certs thead th").First.BoundingBoxAsync();
        Assert.InRange(box!.Y, -1, 1);
        await KeepAsync(page, "sticky");
    }

    [BrowserTheory]
    [InlineData(1)]
    [InlineData(150)]
    public async Task A_print_has_all_pages_and_all_users(int users)
    {
        using var file = await ReportFile.OfAsync(ReportSamples.Of(users));
        var page = await chromium.NewPageAsync(1280, 900);
        await page.GotoAsync(file.Address);
        var pdf = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });
        var pages = Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b(?!s)");
        Assert.InRange(pages, users == 1 ? 2 : 15, users == 1 ? 6 : 80);
        if (Gallery is not null)
        {
            await File.WriteAllBytesAsync(Path.Combine(Gallery, $"print-{users}.pdf"), pdf);
        }

        // What the pages show is text; a line of a user is not cut by the end of a page.
        var text = PdfText.Of(pdf);
        if (text is not null)
        {
            Assert.All(Enumerable.Range(0, users), number => Assert.Contains(
                string.Format(CultureInfo.InvariantCulture, "user{0:00000}@contoso.com", number), text,
                StringComparison.Ordinal));
            Assert.True(Regex.Count(text, "Thumbprint") >= (users == 1 ? 1 : 10), "The heading is not repeated on each page.");
        }
    }

    private static string Describe(AxeResultItem violation) =>
        $"{violation.Id}: {violation.Help}: {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}";

    private static async Task KeepAsync(IPage page, string name)
    {
        if (Gallery is not null)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions
            {
                Path = Path.Combine(Gallery, name + ".png"),
                FullPage = name != "sticky",
            });
        }
    }
}
