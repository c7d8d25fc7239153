using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.UserPfx;

namespace SmimeCertTools.Catalog;

/// <summary>
/// Writes the public facts of an archive's certificates to a file that stands in for the archive from then on: nothing in it is
/// secret, and nothing has to be opened again to know what there is.
/// </summary>
[Cmdlet(VerbsData.Export, "SmimeCatalog", SupportsShouldProcess = true)]
[OutputType(typeof(SmimeCatalogFile))]
public sealed class ExportSmimeCatalogCommand : ArchiveCommand
{
    /// <summary>
    /// A folder whose *.pfx and *.p12 files, also in folders below it, are read; a CSV file that lists files; or a catalogue.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string ArchivePath { get; set; } = string.Empty;

    /// <summary>The catalogue to write: .csv for a table, .jsonl or .ndjson for JSON Lines.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [Alias("FilePath")]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = string.Empty;

    /// <summary>
    /// The password of the archive's files; those of a CSV file with a password of their own are opened with that.
    /// </summary>
    [Parameter]
    [PasswordTransform]
    public SecureString? ArchivePassword { get; set; }

    /// <summary>Whether a file of that name is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override int MaxConcurrency => 1;

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        var destination = this.Single(this.ResolveNew(Destination));
        CatalogFile.CheckFormat(destination);
        OwnerOnlyFile.EnsureFree(destination, Force);
        var source = this.Single(this.ResolveFileOrFolder(ArchivePath));
        var archive = await ReadArchiveAsync(ArchivePath, ArchivePassword);
        if (archive.Certificates.Count == 0)
        {
            WriteError(ImportListErrors.Empty(source, destination));
            return;
        }

        var count = archive.Certificates.Count;
        var what = $"{(File.Exists(destination) ? "Overwrite with" : "Write")} the catalogue of {count} certificates of '{source}'";
        if (!ShouldProcess(destination, what))
        {
            return;
        }

        await CatalogFile.WriteAsync(destination, archive.Certificates, Force, Cancellation);
        var files = archive.Certificates.Select(entry => entry.Path).OfType<string>().Distinct(StringComparer.Ordinal).Count();
        WriteObject(new SmimeCatalogFile(destination, source, count, files, FailureCount));
    }
}
