using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.Quickstart;
using SmimeCertTools.TestSupport.Tools;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Quickstart;

/// <summary>The README's first command, as a process of its own.</summary>
public sealed class QuickstartTests
{
    private const string Picture = "docs/images/quickstart.svg";

    /// <summary>The README's picture is drawn anew where this says so: ./build.ps1 -Task Pictures.</summary>
    private static readonly bool Draws = Environment.GetEnvironmentVariable("SMIME_PICTURES") == "draw";

    [Fact]
    public async Task An_old_message_is_read_on_all_devices_and_a_second_rollout_changes_nothing()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));

        // A program that ends with another code than 0 is an exception with all it wrote.
        var output = Encoding.UTF8.GetString(await ToolProcess.RunAsync(
            "dotnet", [Program()], environment: Colours, workingFolder: RepositoryRoot.Path, cancellation: limit.Token));
        CheckPicture(output);
        output = ConsolePicture.WithoutColours(output);

        foreach (var device in new[] { "Carols-iPhone", "Carols-Android", "Carols-Mac", "Carols-Laptop" })
        {
            Assert.Contains($"{device} opened it with ", output, StringComparison.Ordinal);
        }

        Assert.Contains("the contract of ", output, StringComparison.Ordinal);

        // The page is there when the quickstart has ended.
        var report = output.Split('\n').Select(line => line.Trim())
            .Single(line => line.EndsWith("report.html", StringComparison.Ordinal));
        Assert.StartsWith(
            "<!DOCTYPE html>", await File.ReadAllTextAsync(report, limit.Token), StringComparison.OrdinalIgnoreCase);
        Directory.Delete(Path.GetDirectoryName(report)!, recursive: true);
        Assert.Contains("19 profiles compared, 0 changed.", output, StringComparison.Ordinal);
        Assert.Contains("Mail on iOS: S/MIME Automatic", output, StringComparison.Ordinal);
        Assert.Contains("Outlook for Android: S/MIME Automatic", output, StringComparison.Ordinal);
        Assert.Contains("Outlook for iOS: S/MIME ByHand: ", output, StringComparison.Ordinal);
        Assert.Equal(4, output.Split('\n').Count(line => line.TrimStart().StartsWith("signs ", StringComparison.Ordinal)));
        Assert.Equal(12, output.Split('\n').Count(line => line.TrimStart().StartsWith("decrypts ", StringComparison.Ordinal)));

        // The advice at the end is the one that ClosingAdviceTests follow, for who stands in the checkout.
        var advised = ClosingAdvice.Create(RepositoryRoot.Path, RepositoryRoot.Path, StagedModule.Manifest, packageShell: null)
            .Where(line => line.StartsWith(ClosingAdvice.CommandIndent, StringComparison.Ordinal)).ToList();
        Assert.True(advised.Count > 5);
        Assert.All(advised, line => Assert.Contains(line, output, StringComparison.Ordinal));
    }

    // .NET writes colours to a console alone, and names of colours are a terminal's.
    private static Dictionary<string, string> Colours => new()
    {
        ["DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION"] = "1",
        ["TERM"] = "xterm",
    };

    private static void CheckPicture(string output)
    {
        var screen = QuickstartScreen.Of(output);
        var path = RepositoryRoot.Combine(Picture.Split('/'));
        if (Draws)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, ConsolePicture.Draw("The last screen of the quickstart", screen));
        }

        Assert.Equal(
            string.Join('\n', ConsolePicture.Lines(screen)),
            string.Join('\n', ConsolePicture.LinesOf(File.ReadAllText(path).ReplaceLineEndings("\n"))));
    }

    private static string Program()
    {
        // bin/<configuration>/<framework>, here as there.
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return RepositoryRoot.Combine("src", "SmimeCertTools.Quickstart", "bin", framework.Parent!.Name, framework.Name,
            "SmimeCertTools.Quickstart.dll");
    }
}
