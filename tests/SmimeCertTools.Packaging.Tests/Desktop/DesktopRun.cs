using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Packaging.Tests.Desktop;

/// <summary>One run of the probe program on Mono: the lines that it wrote, as fields.</summary>
internal sealed class DesktopRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private readonly List<string[]> lines;

    private DesktopRun(List<string[]> lines) => this.lines = lines;

    /// <summary>Starts the probe with a command; nothing of the user's account is used or changed.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="variables">Variables for the probe.</param>
    /// <param name="trusted">The one authority that this run trusts for https, in a store that is its own.</param>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote.</exception>
    public static async Task<DesktopRun> StartAsync(
        string command,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? variables = null,
        X509Certificate2? trusted = null)
    {
        using var home = new TempFolder();
        var environment = new Dictionary<string, string>(variables ?? new Dictionary<string, string>())
        {
            ["HOME"] = home.Path,
            ["XDG_CONFIG_HOME"] = home.Path,
            ["LC_ALL"] = "C.UTF-8",
        };
        if (trusted is not null)
        {
            var file = home.Write("authority.pem", trusted.ExportCertificatePem());
            await ToolProcess.RunAsync("cert-sync", ["--quiet", "--user", file], environment: environment);
        }

        using var limit = new CancellationTokenSource(Limit);
        var written = await ToolProcess.RunAsync(
            "mono", [Probe(), StagedModule.Folder, command, .. arguments], environment: environment, cancellation: limit.Token);
        return new([.. Encoding.UTF8.GetString(written).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.TrimEnd('\r').Split('\t'))]);
    }

    /// <summary>The fields, without the first, of every line that starts with <paramref name="name"/>.</summary>
    public IReadOnlyList<string[]> Lines(string name) => [.. lines.Where(line => line[0] == name).Select(line => line[1..])];

    /// <summary>The only field of the only such line.</summary>
    public string Value(string name) => Lines(name).Single().Single();

    /// <summary>Where each assembly that was loaded lies, by its name.</summary>
    public IEnumerable<(string Name, string Path)> Loaded => Lines("loaded").Select(line => (line[0].Split(',')[0], line[1]));

    private static string Probe()
    {
        // bin/<configuration>/<framework>, here as there.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;
        return RepositoryRoot.Combine(
            "tests", "SmimeCertTools.DesktopProbe", "bin", configuration, "net472", "SmimeCertTools.DesktopProbe.exe");
    }
}
