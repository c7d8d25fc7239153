using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Reports;

namespace SmimeCertTools.Browser.Tests;

/// <summary>A report in a file of a folder of its own.</summary>
internal sealed class ReportFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smime-report-").FullName;

    public string Path => System.IO.Path.Combine(_folder, "report.html");

    public string Address => new Uri(Path).AbsoluteUri;

    public static async Task<ReportFile> OfAsync(Report report)
    {
        var file = new ReportFile();
        await ReportWriter.WriteAsync(report, file.Path, null, overwrite: false, CancellationToken.None);
        return file;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
