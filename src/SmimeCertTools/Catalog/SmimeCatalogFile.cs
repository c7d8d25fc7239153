using SmimeCertTools.Core;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Catalog;

/// <summary>A catalogue that Export-SmimeCatalog wrote.</summary>
public sealed class SmimeCatalogFile
{
    internal SmimeCatalogFile(string path, string archivePath, int certificates, int files, int failures) =>
        (Path, ArchivePath, CertificateCount, FileCount, FailureCount) = (path, archivePath, certificates, files, failures);

    /// <summary>The catalogue's full path.</summary>
    public string Path { get; }

    /// <summary>The full path of the archive that it was made of.</summary>
    public string ArchivePath { get; }

    /// <summary>How many certificates stand in it.</summary>
    public int CertificateCount { get; }

    /// <summary>How many files hold them.</summary>
    public int FileCount { get; }

    /// <summary>How many files or lines could not be read: each was an error of its own.</summary>
    public int FailureCount { get; }

    /// <summary>The catalogue's name.</summary>
    public string FileName => System.IO.Path.GetFileName(Path).Visible();

    /// <summary>The catalogue and how many certificates stand in it.</summary>
    public override string ToString() => ViewText.Text(
        $"{Path}: {CertificateCount} certificates of {FileCount} files, {FailureCount} failed");
}
