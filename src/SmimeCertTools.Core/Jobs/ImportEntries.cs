using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Types;

namespace SmimeCertTools.Core.Jobs;

/// <summary>Makes the entries of an import.</summary>
/// <param name="run">Whose entries they are.</param>
internal sealed class ImportEntries(JobRun run)
{
    /// <summary>An entry of a row, or of the record that its file became.</summary>
    /// <param name="row">The row.</param>
    /// <param name="status">What became of it.</param>
    /// <param name="error">Why it was not imported; null when it was.</param>
    /// <param name="record">The record; null when there is none yet.</param>
    /// <param name="thumbprint">The certificate, where there is no record to have it of.</param>
    /// <param name="certificate">The certificate itself; null where nobody has opened a file.</param>
    public ResultsEntry Of(
        ImportRow row, SmimeImportStatus status, SmimeException? error, UserPfxRecord? record = null,
        string? thumbprint = null, CertificateInfo? certificate = null) =>
        new()
        {
            Time = run.Now,
            RunId = run.Id,
            Line = row.Line,
            UserPrincipalName = record is { UserPrincipalName.Length: > 0 } ? record.UserPrincipalName : row.UserPrincipalName,
            Path = row.Path,
            Thumbprint = record?.Thumbprint ?? certificate?.Thumbprint ?? thumbprint,
            Status = status,
            KeyName = record?.KeyName,
            ProviderName = record?.ProviderName,
            Padding = record?.PaddingScheme,
            Purpose = record?.IntendedPurpose,
            Issuer = certificate?.Issuer,
            SerialNumber = certificate?.SerialNumber,
            NotBefore = record?.StartDateTime ?? certificate?.NotBefore,
            NotAfter = record?.ExpirationDateTime ?? certificate?.NotAfter,
            Certificate = certificate is null ? null : CatalogEntry.Of(certificate) with { RawData = null },
            ErrorId = error?.ErrorId,
            Message = status == SmimeImportStatus.NotAttempted ? JobRun.NotTried : error is null ? null : run.Wording(error),
        };
}
