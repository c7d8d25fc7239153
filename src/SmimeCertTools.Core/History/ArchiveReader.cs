using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.History;

/// <summary>
/// Opens the files of an archive. Key derivation takes most of the time, so one worker per processor takes file after file.
/// </summary>
internal sealed class ArchiveReader(
    IReadOnlyList<ArchiveItem> items, Action<SmimeException> onError, IProgress<int>? progress)
{
    private readonly IReadOnlyList<CatalogEntry>[] _results = new IReadOnlyList<CatalogEntry>[items.Count];
    private int _next = -1;
    private int _done;

    /// <summary>As <see cref="CertificateArchive.ReadAsync"/>.</summary>
    public static async Task<CertificateArchive> ReadAsync(IReadOnlyList<ArchiveItem> items, Action<SmimeException> onError,
        IProgress<int>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var reader = new ArchiveReader(items, onError, progress);

        // A caller's onError that throws ends the reading: the other workers must not go on unobserved.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable
            .Range(0, Math.Min(Environment.ProcessorCount, items.Count))
            .Select(_ => Task.Run(() => reader.WorkAsync(stop), CancellationToken.None));
        await Task.WhenAll(workers).ConfigureAwait(false);
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

    private async Task WorkAsync(CancellationTokenSource stop)
    {
        var completed = false;
        try
        {
            for (var i = Interlocked.Increment(ref _next); i < items.Count; i = Interlocked.Increment(ref _next))
            {
                stop.Token.ThrowIfCancellationRequested();
                try
                {
                    _results[i] = await ReadItemAsync(items[i], stop.Token).ConfigureAwait(false);
                }
                catch (SmimeException exception)
                {
                    _results[i] = [];
                    onError(exception);
                }

                progress?.Report(Interlocked.Increment(ref _done));
            }

            completed = true;
        }
        finally
        {
            if (!completed)
            {
                stop.Cancel();
            }
        }
    }
}
