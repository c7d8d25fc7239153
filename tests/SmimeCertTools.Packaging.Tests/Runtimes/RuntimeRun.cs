using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Packaging.Tests.Staged;
using SmimeCertTools.TestSupport.Tools;

namespace SmimeCertTools.Packaging.Tests.Runtimes;

/// <summary>What a script wrote on a runtime, and which assemblies it ran with.</summary>
internal sealed class RuntimeRun
{
    private readonly ILookup<string, string[]> lines;

    private RuntimeRun(IEnumerable<string> report) =>
        lines = report.Select(line => line.Split('\t')).ToLookup(parts => parts[0], parts => parts[1..]);

    /// <summary>The version of .NET it ran on.</summary>
    public Version Runtime => Version.Parse(lines["runtime"].Single()[0]);

    public IEnumerable<string> Output => lines["output"].Select(parts => parts[0]);

    public IEnumerable<string> Errors => lines["error"].Select(parts => parts[0]);

    /// <summary>
    /// Who names an assembly, its name and version, and the file and version that the module's context answers with.
    /// </summary>
    public IEnumerable<(string User, string Name, Version Wanted, string File, Version? Version)> Names =>
        lines["name"].Select(parts =>
        (parts[0], parts[1], Version.Parse(parts[2]), parts[3], parts[4].Length == 0 ? null : Version.Parse(parts[4])));

    /// <summary>The files that the script itself had loaded from the module's context.</summary>
    public IEnumerable<string> Used => lines["used"].Select(parts => parts[0]);

    /// <summary>
    /// The enumerations in the core's members: name, file, and whether the default context's type of that name is the same.
    /// </summary>
    public IEnumerable<(string Name, string File, bool IsShared)> Enumerations =>
        lines["enumeration"].Select(parts => (parts[0], parts[1], bool.Parse(parts[2])));

    /// <summary>The contexts, names and files of all that was loaded.</summary>
    public IEnumerable<(string Context, string Name, string File)> Loaded =>
        lines["loaded"].Select(parts => (parts[0], parts[1], parts[2]));

    /// <summary>
    /// Runs a script in PowerShell's engine on a runtime. Text in its variables; those that begin with * are SecureStrings.
    /// </summary>
    public static async Task<RuntimeRun> StartAsync(
        DotNetRuntime runtime,
        string script,
        IReadOnlyDictionary<string, string> variables,
        IReadOnlyDictionary<string, string> environment)
    {
        using var folder = new TempFolder();
        var (engine, report, file) = (folder.Combine("engine"), folder.Combine("report.txt"), folder.Combine("script.ps1"));
        Directory.CreateDirectory(engine);
        EngineFolder.Write(engine, runtime, StagedModule.Probe);
        await File.WriteAllTextAsync(file, script);
        var input = string.Concat(variables.Select(v => (v.Key[0] == '*' ? string.Empty : "$") + v.Key + "=" + v.Value + "\n"));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        string? failure = null;
        try
        {
            await ToolProcess.RunAsync(
                runtime.Host,
                ["exec", "--fx-version", runtime.Version.ToString(3), StagedModule.Probe, engine, file, report],
                Encoding.UTF8.GetBytes(input),
                new Dictionary<string, string>(environment)
                {
                    ["DOTNET_ROOT"] = Path.GetDirectoryName(runtime.Host)!,
                    ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
                },
                cancellation: limit.Token);
        }
        catch (InvalidOperationException e)
        {
            failure = e.Message;
        }
        catch (OperationCanceledException)
        {
            failure = "It did not end within five minutes.";
        }

        var written = File.Exists(report) ? await File.ReadAllLinesAsync(report, CancellationToken.None) : [];
        return new RuntimeRun(failure is null ? written : written.Append("error\t" + failure.ReplaceLineEndings(" | ")));
    }
}
