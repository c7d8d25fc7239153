using System.Management.Automation;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Tests.Hosting;

/// <summary>Resolves a path the way that Kind names and writes what comes of it.</summary>
[Cmdlet(VerbsDiagnostic.Resolve, "PathProbe")]
public sealed class ResolvePathProbeCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = null!;

    [Parameter]
    [ValidateSet("Files", "LiteralFiles", "File", "FileOrFolder", "New")]
    public string Kind { get; set; } = "Files";

    protected override void ProcessRecord()
    {
        var resolved = Kind switch
        {
            "LiteralFiles" => this.ResolveFiles(Path, literal: true),
            "File" => this.ResolveFile(Path),
            "FileOrFolder" => this.ResolveFileOrFolder(Path),
            "New" => this.ResolveNew(Path),
            _ => this.ResolveFiles(Path, literal: false),
        };
        if (resolved.Error is { } error)
        {
            WriteError(error);
        }

        WriteObject(resolved.Paths, enumerateCollection: true);
    }
}
