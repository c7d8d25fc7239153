using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.History;

/// <summary>Opens the files of an archive, one per processor at a time.</summary>
internal sealed class ArchiveReader(
    IReadOnlyList<ArchiveItem> items, Action<SmimeException> onError, IProgress<int>? progress)
{
    private readonly IReadOnlyList<CatalogEntry>[] _results = new IReadOnlyList<CatalogEntry>[items.Count];
    private int _done;

    /// <summary>As <see cref="CertificateArchive.ReadAsync"/>.</summary>
    public static async Task<CertificateArchive> ReadAsync(IReadOnlyList<ArchiveItem> items, Action<SmimeException> onError,
        IProgress<int>? progress, CancellationToken cancellationToken)
    {
        var reader = new ArchiveReader(items, onError, progress);
        await Workers.EachAsync(items.Count, Environment.ProcessorCount, reader.ReadAsync, cancellationToken)
            .ConfigureAwait(false);
        return new CertificateArchive([.. reader._results.SelectMany(result => result)]);
    }

    private static async Task<IReadOnlyList<CatalogEntry>> ReadItemAsync(
        ArchiveItem item, CancellationToken cancellationToken)
    {
        var options = new PfxReadOptions { Path = item.Path };
        var content = await PfxFile.ReadAsync(item.Path, options, cancellationToken).ConfigureAwait(false);
        try
        {
            using var contents = PfxReader.Open(content, item.Password, options, cancellationToken);
            if (contents.KeyPairs.Count == 0)
            {
                // It knows the words for each way in which there can be none.
                _ = PfxKeyPairs.Single(contents, item.Path);
            }

            return
            [
                .. contents.KeyPairs.Select(pair => CatalogEntry.Of(pair.Certificate, item.Path, item.UserPrincipalName)),
            ];
        }
        finally
        {
            // Not every producer encrypts the private key in the file.
            SecretBytes.Zero(content);
        }
    }

    // A caller's onError that throws ends the reading.
    private async Task ReadAsync(int place, CancellationToken cancellationToken)
    {
        try
        {
            _results[place] = await ReadItemAsync(items[place], cancellationToken).ConfigureAwait(false);
        }
        catch (SmimeException exception)
        {
            _results[place] = [];
            onError(exception);
        }

        progress?.Report(Interlocked.Increment(ref _done));
    }
}
