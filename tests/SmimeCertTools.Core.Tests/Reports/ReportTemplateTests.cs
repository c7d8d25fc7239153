using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Reports;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Core.Tests.Reports;

public sealed class ReportTemplateTests
{
    private static readonly Report Sample = ReportSamples.Of(3, ReportSamples.Hostile);

    public static TheoryData<string> Filters => [.. TemplateLanguage.Filters];

    public static TheoryData<string, int, string> Broken => new()
    {
        { "a\n{% if report.users %}\n", 2, "endif" },
        { "a\nb {{ report.title", 2, "}}" },
        { "a\nb\n{% nonsense %}", 3, "nonsense" },
        { "{% include 'other' %}", 1, "include" },
        { "x\n{% render 'other' %}", 2, "render" },
        { "{% layout 'other' %}", 1, "layout" },
        { "{{ report.title | }}", 1, "identifier" },
    };

    public static TheoryData<string, int?, string> Misnamed => new()
    {
        { "a\n{{ report.titel }}", 2, "titel" },
        { "\n\n{% for user in report.users %}{{ user.nmae }}{% endfor %}", 3, "user_principal_name" },
        { "{{ reprot.title }}", 1, "reprot" },
        { "{{ report.title | shout }}", null, "shout" },
    };

    public static TheoryData<string> Greedy =>
    [
        "{% for i in (1..2000000000) %}x{% endfor %}",
        "{% for i in (1..9999) %}{% for j in (1..9999) %}{% assign x = 1 %}{% endfor %}{% endfor %}",
        "{% assign s = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..99) %}{% assign s = s | append: s %}{% endfor %}",
        "{% assign s = 'xxxxxxxxxxxxxxxx' %}{% for i in (1..99) %}{% capture s %}{{ s }}{{ s }}{% endcapture %}{% endfor %}",
        "{% assign s = 'x' %}{% for i in (1..99) %}{% assign s = s | replace: 'x', 'xxxxxxxx' %}{% endfor %}",
        string.Concat(Enumerable.Repeat("{% if report %}", 5000)),
        "{{ report" + string.Concat(Enumerable.Repeat("[report", 5000)),
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_broken_template_is_an_error_with_its_line(string source, int line, string said)
    {
        var error = Assert.Throws<ReportException>(() => ReportTemplate.Parse(source, "own.liquid"));
        Assert.Equal((ReportErrorKind.TemplateInvalid, line), (error.Kind, error.Line));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains($"line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("own.liquid", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Misnamed))]
    public async Task What_a_report_does_not_have_is_an_error_that_names_it(string source, int? line, string said)
    {
        var error = await Assert.ThrowsAsync<ReportException>(() => RenderAsync(source));
        Assert.Equal((ReportErrorKind.TemplateInvalid, line), (error.Kind, error.Line));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Greedy))]
    public async Task A_template_that_asks_for_too_much_is_ended(string source)
    {
        var error = await Assert.ThrowsAsync<ReportException>(() => RenderAsync(source));
        Assert.Equal(ReportErrorKind.TemplateLimitExceeded, error.Kind);
    }

    [Theory]
    [InlineData("{{ 1 | divided_by: 0 }}")]
    [InlineData("{{ 9999999999999999999999999999 | times: 9999999999999999999999999999 }}")]
    [InlineData("{{ report.title | slice }}")]
    public async Task What_cannot_be_computed_is_an_error_of_the_template(string source) =>
        Assert.Equal(ReportErrorKind.TemplateInvalid,
            (await Assert.ThrowsAsync<ReportException>(() => RenderAsync(source))).Kind);

    [Theory]
    [MemberData(nameof(Filters))]
    public async Task No_filter_brings_a_name_past_the_escaping(string filter)
    {
        foreach (var input in new[]
            { "report.origin.account", "report.users | map: 'display_name'", "report.profiles[0].assignments", "report.users" })
        {
            foreach (var arguments in new[] { string.Empty, ": report.origin.account", ": 'e', report.origin.account" })
            {
                string text;
                try
                {
                    text = await RenderAsync($"{{{{ {input} | {filter}{arguments} }}}}"
                        + $"{{% capture c %}}{{{{ {input} | {filter}{arguments} }}}}{{% endcapture %}}{{{{ c }}}}"
                        + $"{{% for x in {input} %}}{{{{ x | {filter} }}}}{{% endfor %}}{{% echo {input} %}}");
                }
                catch (ReportException)
                {
                    // Not all of them take all of this.
                    continue;
                }

                Assert.DoesNotContain("<", text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_template_sees_nothing_but_the_names_of_the_table()
    {
        // Members of .NET, and the report's own by their names in the code.
        foreach (var name in new[] { "GetType", "Users", "Origin", "ToString", "GetHashCode", "get_Users" })
        {
            await Assert.ThrowsAsync<ReportException>(() => RenderAsync($"{{{{ report.{name} }}}}"));
        }

        Assert.Equal("7", await RenderAsync("{{ 3 | plus: 4 }}"));
    }

    [Fact]
    public async Task A_rendering_ends_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ReportTemplate.Own().WriteAsync(Sample, TextWriter.Null, cancelled.Token));
    }

    [Fact]
    public async Task A_file_that_is_no_text_or_too_large_is_no_template()
    {
        using var folder = new TempFolder();
        foreach (var (name, content) in new (string, byte[])[]
            { ("latin.liquid", [0x41, 0xE4, 0x42]), ("large.liquid", new byte[(1 << 20) + 1]) })
        {
            var path = folder.Combine(name);
            await File.WriteAllBytesAsync(path, content);
            var error = await Assert.ThrowsAsync<ReportException>(() => ReportTemplate.ReadAsync(path, CancellationToken.None));
            Assert.Equal(ReportErrorKind.TemplateUnreadable, error.Kind);
        }
    }

    [Fact]
    public async Task A_folder_is_no_template()
    {
        using var folder = new TempFolder();
        var error = await Assert.ThrowsAsync<ReportException>(
            () => ReportTemplate.ReadAsync(folder.Path, CancellationToken.None));
        Assert.Equal(ReportErrorKind.TemplateUnreadable, error.Kind);
        Assert.Contains("it is a folder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_documentation_has_every_name_and_every_filter()
    {
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "en-US", "about_SmimeReport.md"));
        foreach (var (type, names) in ReportMembers.All)
        {
            Assert.All(names, name => Assert.True(page.Contains($"`{name}`", StringComparison.Ordinal), $"{type.Name}: {name}"));
        }

        Assert.All(TemplateLanguage.Filters, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    private static async Task<string> RenderAsync(string source)
    {
        using var writer = new StringWriter(new StringBuilder());
        await ReportTemplate.Parse(source, "own.liquid").WriteAsync(Sample, writer, CancellationToken.None);
        return writer.ToString();
    }
}
