using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;

namespace SmimeCertTools.Core.Bulk;

/// <summary>
/// Rows that are read twice: once to check them, once to upload them. Not for concurrent use.
/// </summary>
public interface IImportRows : IDisposable
{
    /// <summary>The next row; null after the last one. The caller disposes of it.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Manifest.ManifestException">No row can be read any more.</exception>
    Task<ImportRow?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Goes back to the first row.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="Manifest.ManifestException">The rows are not the same any more.</exception>
    Task RewindAsync(CancellationToken cancellationToken);

    /// <summary>The error of a row of the second pass that is not the one of the first.</summary>
    Exception Changed(ImportRow row);

    /// <summary>The error when the second pass ends before the first did.</summary>
    Exception Shortened();
}
