using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Lists;

namespace SmimeCertTools.Core.Bulk.Manifest;

/// <summary>
/// A CSV file that lists certificates to import: columns UserPrincipalName, Path, Password or PasswordFile, and IntendedPurpose,
/// in any order; comma, semicolon or tab; UTF-8, or UTF-16 with a mark. Paths are relative to the file. Rows are read one by one
/// and none is kept. The file stays open: on Windows nobody can change it meanwhile.
/// </summary>
public sealed class ImportManifest : IImportRows
{
    private const int BufferSize = 64 * 1024;

    private readonly FileStream _stream;
    private readonly ManifestErrors _errors;
    private readonly bool _needsPassword;
    private readonly byte[] _hash;
    private ManifestRowReader _rows;

    private ImportManifest(string path, FileStream stream, bool needsPassword, byte[] hash, ManifestRowReader rows)
    {
        Path = path;
        _stream = stream;
        _needsPassword = needsPassword;
        _hash = hash;
        _errors = new ManifestErrors(path);
        _rows = rows;
    }

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>How many rows there are, bad ones among them; null where nobody knows where the last one ends.</summary>
    public int? Rows { get; private set; }

    /// <summary>Columns that are none of a manifest's: they are not read. Their names, as they stand there.</summary>
    public IReadOnlyList<string> UnknownColumns => _rows.Header.Unknown;

    /// <summary>Opens a manifest and reads its header.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="needsPassword">Whether a column Password or PasswordFile must be there; false when somebody is asked.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is blank or relative.</exception>
    /// <exception cref="ManifestException">
    /// The file cannot be read, is no table, or lacks a column or has an unknown one.
    /// </exception>
    public static async Task<ImportManifest> OpenAsync(string path, bool needsPassword, CancellationToken cancellationToken)
    {
        if (!System.IO.Path.IsPathRooted(Guard.NotBlank(path)))
        {
            throw new ArgumentException("A full path is required.", nameof(path));
        }

        var errors = new ManifestErrors(path);
        ImportManifest? opened = null;
        var stream = await ListFile.OpenAsync(path, errors.Lists, cancellationToken).ConfigureAwait(false);
        try
        {
            var hash = await HashAsync(stream, errors, cancellationToken).ConfigureAwait(false);
            var rows = await ManifestRowReader
                .OpenAsync(path, stream, needsPassword, errors, cancellationToken).ConfigureAwait(false);
            var count = await rows.CountAsync(cancellationToken).ConfigureAwait(false);
            stream.Seek(0, SeekOrigin.Begin);
            rows = await ManifestRowReader
                .OpenAsync(path, stream, needsPassword, errors, cancellationToken).ConfigureAwait(false);
            return opened = new ImportManifest(path, stream, needsPassword, hash, rows) { Rows = count };
        }
        finally
        {
            if (opened is null)
            {
                stream.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A row that cannot be used comes with its error. After an exception nobody knows where the next row begins: read no more.
    /// </remarks>
    public Task<ImportRow?> ReadAsync(CancellationToken cancellationToken) => _rows.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task RewindAsync(CancellationToken cancellationToken)
    {
        var hash = await HashAsync(_stream, _errors, cancellationToken).ConfigureAwait(false);
        if (!_hash.AsSpan().SequenceEqual(hash))
        {
            throw _errors.Changed();
        }

        _rows.Dispose();
        _rows = await ManifestRowReader
            .OpenAsync(Path, _stream, _needsPassword, _errors, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Exception Changed(ImportRow row) => _errors.Changed(Guard.NotNull(row).Number);

    /// <inheritdoc/>
    public Exception Shortened() => _errors.Shortened();

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _stream.Dispose();
    }

    // From the start to the end, and back to the start.
    private static async Task<byte[]> HashAsync(FileStream stream, ManifestErrors errors, CancellationToken cancellationToken)
    {
        try
        {
            stream.Seek(0, SeekOrigin.Begin);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[BufferSize];
            int count;
            while ((count = await ReadAsync(stream, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                hash.AppendData(buffer, 0, count);
            }

            Secrets.SecretBytes.Zero(buffer);
            stream.Seek(0, SeekOrigin.Begin);
            return hash.GetHashAndReset();
        }
        catch (Exception e) when (e is IOException or NotSupportedException or UnauthorizedAccessException)
        {
            throw errors.Lists.Unreadable(e);
        }
    }

    private static Task<int> ReadAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken) =>
#if NET
        stream.ReadAsync(buffer, cancellationToken).AsTask();
#else
        stream.ReadAsync(buffer, 0, buffer.Length, cancellationToken);
#endif
}
