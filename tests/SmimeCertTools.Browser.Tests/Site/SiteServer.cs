using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Xunit;

namespace SmimeCertTools.Browser.Tests.Site;

/// <summary>The site, made once for all tests and served on this machine: its search needs http.</summary>
public sealed class SiteServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("smime-site-").FullName;
    private WebApplication? _application;

    /// <summary>Its address, with a slash at its end.</summary>
    public string Address { get; private set; } = string.Empty;

    /// <summary>The pages, as paths below the address; tables of contents are parts of pages.</summary>
    public IReadOnlyList<string> Pages =>
    [
        .. Directory.EnumerateFiles(_folder, "*.html", SearchOption.AllDirectories)
            .Where(path => Path.GetFileName(path) != "toc.html")
            .Select(path => Path.GetRelativePath(_folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether the site has a file.</summary>
    public bool Has(string path) => File.Exists(Path.Combine(_folder, path));

    public async Task InitializeAsync()
    {
        if (BrowserAbsence.Message is not null || SiteGenerator.Absence is not null)
        {
            return;
        }

        await SiteGenerator.MakeAsync(_folder);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.UseFileServer(new FileServerOptions
        {
            FileProvider = new PhysicalFileProvider(_folder),
            StaticFileOptions = { ServeUnknownFileTypes = true },
        });
        await _application.StartAsync();
        Address = _application.Urls.Single() + "/";
    }

    public async Task DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
