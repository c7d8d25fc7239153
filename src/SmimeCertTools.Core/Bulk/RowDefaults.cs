using System;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Import;

namespace SmimeCertTools.Core.Bulk;

/// <summary>Rows of a list with what holds for all of those that say nothing else.</summary>
/// <param name="rows">The rows, which stay the caller's.</param>
/// <param name="purpose">The purpose of rows without one; null to follow each certificate's key usage.</param>
/// <param name="allowOtherAddress">Whether certificates are taken although they name none of the user's addresses.</param>
public sealed class RowDefaults(IImportRows rows, UserPfxPurpose? purpose, bool allowOtherAddress) : IImportRows
{
    /// <inheritdoc/>
    public async Task<ImportRow?> ReadAsync(CancellationToken cancellationToken) =>
        await rows.ReadAsync(cancellationToken).ConfigureAwait(false) is { } row
            ? row with
            {
                IntendedPurpose = row.IntendedPurpose ?? purpose,
                AllowOtherAddress = row.AllowOtherAddress || allowOtherAddress,
            }
            : null;

    /// <inheritdoc/>
    public Task RewindAsync(CancellationToken cancellationToken) => rows.RewindAsync(cancellationToken);

    /// <inheritdoc/>
    public Exception Changed(ImportRow row) => rows.Changed(row);

    /// <inheritdoc/>
    public Exception Shortened() => rows.Shortened();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
