using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace SmimeCertTools.Browser.Tests.Site;

/// <summary>The site of the documentation, in Chromium.</summary>
public sealed class SitePageTests(Chromium chromium, SiteServer site) : IClassFixture<Chromium>, IClassFixture<SiteServer>
{
    /// <summary>Where screenshots are kept for who wants to look at them; null for nowhere.</summary>
    private static readonly string? Gallery = Environment.GetEnvironmentVariable("SMIME_SITE_SCREENSHOTS");

    [SiteFact]
    public async Task Every_page_opens_without_an_error_and_no_link_or_anchor_is_dead()
    {
        var shown = await VisitAllAsync();
        var anchors = shown.ToDictionary(page => page.Path, page => page.Anchors.ToHashSet(), StringComparer.Ordinal);
        var problems = shown.SelectMany(page => page.Problems.Select(problem => $"{page.Path}: {problem}"))
            .Concat(shown.SelectMany(page => DeadLinks(page, anchors)));
        Assert.Empty(problems);

        // Whoever starts at the first page comes to all others.
        var linked = shown.SelectMany(page => page.Links).Where(link => link.StartsWith(site.Address, StringComparison.Ordinal))
            .Select(link => PathOf(link).Path).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(site.Pages, page => page != "index.html" && !linked.Contains(page));
    }

    [SiteFact]
    public void Every_page_of_the_documentation_is_there()
    {
        string Page(string path, string folder) => $"{folder}/{Path.GetFileNameWithoutExtension(path)}.html";
        string[] Files(params string[] folder) =>
            Directory.GetFiles(Path.Combine([SiteGenerator.Root, "docs", .. folder]), "*.md");
        Assert.All(
            Files("en-US").Select(path => Page(path, "help")).Concat(Files("design").Select(path => Page(path, "design")))
                .Concat(Files().Select(path => Page(path, "guide")))
                .Concat(["guide/README.html", "guide/CHANGELOG.html", "guide/CONTRIBUTING.html", "guide/SECURITY.html"]),
            page => Assert.True(site.Has(page), page));
    }

    [SiteTheory]
    [InlineData("Get-SmimePfx", "help/Get-SmimePfx.html")]
    [InlineData("get-usercerthistory", "help/Get-UserCertHistory.html")]
    [InlineData("Import-SmimeUserPfx", "help/Import-SmimeUserPfx.html")]
    [InlineData("about_SmimeMigration", "help/about_SmimeMigration.html")]
    public async Task The_search_finds_a_page_by_its_name(string name, string path)
    {
        var page = await chromium.NewPageAsync(1280, 900, offline: false);
        List<string> problems = [];
        page.Console += (_, message) => problems.Add(message.Text);
        page.PageError += (_, error) => problems.Add(error);
        await page.GotoAsync(site.Address);

        // The box waits until the index has been read.
        var box = page.Locator("#search-query");
        await Assertions.Expect(box).ToBeEnabledAsync(new LocatorAssertionsToBeEnabledOptions { Timeout = 30_000 });
        await box.PressSequentiallyAsync(name);
        await Assertions.Expect(page.Locator("#search-results .search-list")).ToContainTextAsync($"\"{name}\"");
        var found = page.Locator("#search-results .item-title a");
        var addresses = await found.EvaluateAllAsync<string[]>("links => links.map(link => link.href)");
        Assert.Equal(site.Address + path, addresses[0].Split('?')[0]);
        Assert.Empty(problems);
        await KeepAsync(page, "search-" + name, 1280);
    }

    [SiteTheory]
    [InlineData("index.html", 1280)]
    [InlineData("index.html", 400)]
    [InlineData("guide/README.html", 1280)]
    [InlineData("guide/README.html", 400)]
    [InlineData("help/Import-SmimeUserPfx.html", 1280)]
    [InlineData("help/Import-SmimeUserPfx.html", 400)]
    [InlineData("help/about_SmimeDeployment.html", 400)]
    [InlineData("design/errors.html", 400)]
    public async Task A_page_is_no_wider_than_the_window(string path, int width)
    {
        var page = await chromium.NewPageAsync(width, 900, offline: false);
        await page.GotoAsync(site.Address + path, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
        await KeepAsync(page, path.Replace('/', '-'), width);
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, width);
    }

    private IEnumerable<string> DeadLinks(ShownPage page, Dictionary<string, HashSet<string>> anchors)
    {
        foreach (var link in page.Links.Where(link => link.StartsWith(site.Address, StringComparison.Ordinal)).Distinct())
        {
            var (path, anchor) = PathOf(link);
            if (!site.Has(path))
            {
                yield return $"{page.Path} links to {path}, which is not there";
            }
            else if (anchor.Length > 0 && !(anchors.TryGetValue(path, out var there) && there.Contains(anchor)))
            {
                yield return $"{page.Path} links to {path}#{anchor}; the page has no such anchor";
            }
        }
    }

    private (string Path, string Anchor) PathOf(string link)
    {
        var parts = link[site.Address.Length..].Split('#', 2);
        var path = Uri.UnescapeDataString(parts[0].Split('?')[0]);
        return (path.Length == 0 ? "index.html" : path, parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : string.Empty);
    }

    // Some tabs at a time: a page waits for its scripts more than it works.
    private async Task<IReadOnlyList<ShownPage>> VisitAllAsync()
    {
        var shown = new ConcurrentBag<ShownPage>();
        var left = new ConcurrentQueue<string>(site.Pages);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            var tab = await chromium.NewPageAsync(1280, 900, offline: false);
            while (left.TryDequeue(out var path))
            {
                shown.Add(await VisitAsync(tab, path));
            }
        }));
        return [.. shown];
    }

    private async Task<ShownPage> VisitAsync(IPage tab, string path)
    {
        var problems = new ConcurrentQueue<string>();
        void OnConsole(object? sender, IConsoleMessage message)
        {
            if (message.Type is "error" or "warning")
            {
                problems.Enqueue($"{message.Type}: {message.Text}");
            }
        }

        void OnError(object? sender, string error) => problems.Enqueue(error);
        void OnRequest(object? sender, IRequest request)
        {
            if (!request.Url.StartsWith(site.Address, StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                && !request.Url.StartsWith("blob:" + site.Address, StringComparison.Ordinal))
            {
                problems.Enqueue("request: " + request.Url);
            }
        }

        void OnResponse(object? sender, IResponse response)
        {
            if (response.Status >= 400)
            {
                problems.Enqueue($"{response.Status}: {response.Url}");
            }
        }

        tab.Console += OnConsole;
        tab.PageError += OnError;
        tab.Request += OnRequest;
        tab.Response += OnResponse;
        try
        {
            await tab.GotoAsync(site.Address + path);

            // The navigation and the table of contents are put in by a script.
            var there = new LocatorWaitForOptions { State = WaitForSelectorState.Attached };
            await tab.Locator("#navbar a").First.WaitForAsync(there);
            await tab.Locator("#toc a").First.WaitForAsync(there);
            return new ShownPage(path,
                await tab.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href]')].map(link => link.href)"),
                await tab.EvaluateAsync<string[]>("[...document.querySelectorAll('[id]')].map(element => element.id)"),
                problems);
        }
        finally
        {
            tab.Console -= OnConsole;
            tab.PageError -= OnError;
            tab.Request -= OnRequest;
            tab.Response -= OnResponse;
        }
    }

    private static async Task KeepAsync(IPage page, string name, int width)
    {
        if (Gallery is not null)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Gallery, $"{name}-{width}.png") });
        }
    }

    private sealed record ShownPage(
        string Path, IReadOnlyList<string> Links, IReadOnlyList<string> Anchors, IReadOnlyCollection<string> Problems);
}
