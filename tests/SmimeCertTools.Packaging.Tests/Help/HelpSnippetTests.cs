using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Quickstart;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Help;

/// <summary>The commands of the documents, one after the other as a reader would run them, in the real PowerShell.</summary>
public sealed class HelpSnippetTests
{
    private const string Sandbox = "docs/sandbox.md";

    /// <summary>Documents whose commands are not run by these tests, and why.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["CONTRIBUTING.md"] = "It starts a measurement that takes hours.",
        ["tests/pester/README.md"] = "It starts all Pester tests, as SmimeCertTools.Pester.Tests does.",
    };

    /// <summary>The documents with commands that run here, the cmdlets' pages apart: HelpExampleTests runs those.</summary>
    public static TheoryData<string> Files => [.. FileNames];

    private static IReadOnlyList<string> FileNames { get; } =
    [
        .. HelpSnippets.Documents.Where(file => !IsCommandPage(file) && !Elsewhere.ContainsKey(file) && file != Sandbox
            && HelpSnippets.Of(file).Count > 0),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Commands_run_against_the_sandbox(string file)
    {
        await using var tenant = await HelpTenant.StartAsync();
        if (file.EndsWith("about_SmimeConnectorKeys.md", StringComparison.Ordinal))
        {
            // There the reader makes the key.
            File.Delete(Path.Combine(tenant.Folder, "connector.pem"));
        }

        await HelpScript.RunAsync(file, [.. HelpSnippets.Of(file).Select(tenant.Localize)], tenant.Folder,
            tenant.Sandbox.GraphUri, tenant.Sandbox.IssueToken(), tenant.Password);
        tenant.CheckDelivery();
    }

    [Fact]
    public void The_documents_that_must_have_commands_have_them()
    {
        string[] some = ["README.md", "docs/en-US/about_SmimeBulkImport.md", "docs/en-US/about_SmimeCertTools.md",
            "docs/en-US/about_SmimeConnectorKeys.md", "docs/en-US/about_SmimeMigration.md", "docs/en-US/about_SmimeProfiles.md"];
        Assert.Empty(some.Except(FileNames));
        Assert.All(Elsewhere.Keys, file => Assert.NotEmpty(HelpSnippets.Of(file)));
    }

    [Fact]
    public async Task A_command_that_fails_is_named_with_its_error()
    {
        await using var tenant = await HelpTenant.StartAsync();
        var failure = await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => HelpScript.RunAsync("the document",
            ["Get-SmimePfx ./alice.pfx", "Get-SmimePfx ./alice.pfxx", "Get-SmimePfx ./alice.pfx"], tenant.Folder,
            tenant.Sandbox.GraphUri, tenant.Sandbox.IssueToken(), tenant.Password));
        Assert.Contains("the document", failure.Message, StringComparison.Ordinal);
        Assert.Contains("In this block:\nGet-SmimePfx ./alice.pfxx\nPathNotFound", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The sandbox's page, with the program and the files that it says to start and to make.</summary>
    [Fact]
    public async Task The_sandboxs_page_runs_against_the_sandbox_that_it_starts()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var folder = new TempFolder();
        var program = RunningSandbox.Program;
        await ToolProcess.RunAsync(
            "dotnet", [program, "--new-samples", "rehearsal"], workingFolder: folder.Path, cancellation: limit.Token);
        using var sandbox = new RunningSandbox(
            [program, "--port", "0", "--connector-key", "rehearsal/connector-private.pem"], folder.Path);
        var (service, token) = await sandbox.ReadAddressAndTokenAsync(limit.Token);
        var samples = JsonNode.Parse(await File.ReadAllTextAsync(folder.Combine("rehearsal", "samples.json"), limit.Token))!;
        WriteOldMail(folder, samples);

        var blocks = HelpSnippets.Of(Sandbox);
        Assert.True(blocks.Count > 5);
        await HelpScript.RunAsync(Sandbox,
        [
            .. blocks.Select(block => block
                .Replace("http://127.0.0.1:5080/", service.ToString(), StringComparison.Ordinal)
                .Replace("<the token it printed>", token, StringComparison.Ordinal)),
        ], folder.Path, service, token, "typed, and checked by sign-in tests alone");

        // The last of it: what it made a deployment of is there, as are the devices that it added before that.
        using var client = new HttpClient { BaseAddress = service };
        var requests = await client.GetStringAsync("sandbox/requests", limit.Token);
        Assert.Contains("/sandbox/devices/anna@contoso.com/decrypt", requests, StringComparison.Ordinal);
        Assert.Contains("/sandbox/deployment", requests, StringComparison.Ordinal);
    }

    private static bool IsCommandPage(string file) => file.StartsWith("docs/en-US/", StringComparison.Ordinal)
        && !file.StartsWith("docs/en-US/about_", StringComparison.Ordinal);

    // What the page calls an old mail: for the certificate that its list imports.
    private static void WriteOldMail(TempFolder folder, JsonNode samples)
    {
        var line = File.ReadAllLines(folder.Combine("rehearsal", "users.csv"))[1].Split(',');
        using var certificate = X509CertificateLoader.LoadPkcs12FromFile(folder.Combine("rehearsal", line[1]), line[2]);
        Assert.NotNull(samples);
        folder.Write("old-mail.eml", HelpMail.For(certificate));
    }
}
