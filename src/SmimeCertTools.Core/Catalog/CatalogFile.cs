using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;

namespace SmimeCertTools.Core.Catalog;

/// <summary>
/// A file with the public facts of certificates: a table (.csv) or JSON Lines (.jsonl, .ndjson). It stands in for the archive
/// that it was made of, so that no PFX has to be opened to know what there is. A file of results has the same facts and is read
/// likewise.
/// </summary>
public static class CatalogFile
{
    /// <summary>
    /// Reads a catalogue. A file is one when it has a column Thumbprint and, beside it, RawData or both Issuer and SerialNumber,
    /// and no password: what has a column Password or PasswordFile is a list of files to open.
    /// </summary>
    /// <param name="path">A full path.</param>
    /// <param name="onError">Told of each line that cannot be used.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The certificates in the order of the file; null when the file is no catalogue.</returns>
    /// <exception cref="CatalogException">
    /// The file is in JSON Lines and no catalogue, or it is a catalogue that breaks off.
    /// </exception>
    public static Task<IReadOnlyList<CatalogEntry>?> ReadAsync(
        string path, Action<SmimeException> onError, CancellationToken cancellationToken)
    {
        Guard.NotBlank(path);
        Guard.NotNull(onError);
        return Extension(path) switch
        {
            ".JSONL" or ".NDJSON" => Task.Run(() => CatalogJson.ReadAsync(path, onError, cancellationToken), cancellationToken),
            ".CSV" or ".TSV" or ".TXT" =>
                Task.Run(() => CatalogTable.ReadAsync(path, onError, cancellationToken), cancellationToken),
            _ => Task.FromResult<IReadOnlyList<CatalogEntry>?>(null),
        };
    }

    /// <summary>Writes a catalogue for the owner alone, whole or not at all.</summary>
    /// <param name="path">A full path that ends in .csv, .jsonl or .ndjson.</param>
    /// <param name="entries">The certificates.</param>
    /// <param name="overwrite">Whether a file of that name is replaced.</param>
    /// <param name="cancellationToken">Ends the call before the file gets its name.</param>
    /// <exception cref="FileWriteException">
    /// The file could not be written, or the extension is another; what was at the path before is still there.
    /// </exception>
    public static async Task WriteAsync(
        string path, IReadOnlyList<CatalogEntry> entries, bool overwrite, CancellationToken cancellationToken)
    {
        CheckFormat(path);
        Guard.NotNull(entries);
        using var content = new MemoryStream();
        if (Extension(path) == ".CSV")
        {
            CatalogTable.Write(content, entries);
        }
        else
        {
            CatalogJson.Write(content, entries);
        }

        await OwnerOnlyFile.WriteAsync(
            path, content.GetBuffer().AsMemory(0, (int)content.Length), overwrite, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says at once whether the extension of <paramref name="path"/> is one that can be written.</summary>
    /// <exception cref="FileWriteException">It is not (<see cref="FileWriteErrorKind.FormatUnknown"/>).</exception>
    public static void CheckFormat(string path)
    {
        if (Extension(Guard.NotBlank(path)) is not (".CSV" or ".JSONL" or ".NDJSON"))
        {
            throw new FileWriteException(
                FileWriteErrorKind.FormatUnknown,
                $"The extension of '{path}' does not say how a catalogue is to be written. Use .csv for a table, or .jsonl or "
                + ".ndjson for JSON Lines.",
                path);
        }
    }

    private static string Extension(string path) => Path.GetExtension(path).ToUpperInvariant();
}
