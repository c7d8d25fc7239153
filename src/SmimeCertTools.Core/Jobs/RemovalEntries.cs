using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Bulk;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Revocation;

namespace SmimeCertTools.Core.Jobs;

/// <summary>Makes the entries of a removal, with what is known of the certificates.</summary>
/// <param name="options">Has the archive.</param>
/// <param name="run">Whose entries they are.</param>
internal sealed class RemovalEntries(RemovalOptions options, JobRun run)
{
    /// <summary>What earlier runs did; null when nobody knows.</summary>
    public RemovalIndex? Earlier => run.Results?.Removals ?? options.Earlier;

    /// <summary>An entry of a row of which no record is known.</summary>
    public ResultsEntry Of(RemovalRow row, string? thumbprint) => Named(Blank(row.UserPrincipalName, thumbprint), row, null);

    /// <summary>An entry of a record that a row names.</summary>
    public ResultsEntry Of(RemovalRow row, UserPfxRecord record) => Named(
        Blank(record.UserPrincipalName, record.Thumbprint) with
        {
            RecordId = record.Id,
            KeyName = record.KeyName,
            ProviderName = record.ProviderName,
            Padding = record.PaddingScheme,
            Purpose = record.IntendedPurpose,
        },
        row,
        record);

    /// <summary>An entry that goes on from one of an earlier run.</summary>
    public ResultsEntry After(ResultsEntry earlier, RemovalRow? row = null)
    {
        var entry = earlier with
        {
            Time = run.Now,
            RunId = run.Id,
            ErrorId = null,
            Message = null,
        };
        return Complete(entry) ? entry : Named(entry, row, null);
    }

    /// <summary>The entry of an outcome.</summary>
    public ResultsEntry Ended(ResultsEntry entry, SmimeRemoveStatus status, SmimeException? error = null) => entry with
    {
        Time = run.Now,
        Status = status,
        ErrorId = error?.ErrorId,
        Message = status == SmimeRemoveStatus.NotAttempted ? JobRun.NotTried : error is null ? null : run.Wording(error),
    };

    /// <summary>What the CA is told of it; null when no certificate is known.</summary>
    public static RevocationEntry? Revocation(ResultsEntry entry) => entry.Thumbprint is not { } thumbprint ? null
        : new RevocationEntry
        {
            UserPrincipalName = entry.UserPrincipalName ?? string.Empty,
            Thumbprint = thumbprint,
            Issuer = entry.Issuer,
            SerialNumber = entry.SerialNumber,
            NotBefore = entry.NotBefore,
            NotAfter = entry.NotAfter,
        };

    private static bool Complete(ResultsEntry entry) => Revocation(entry) is { IsComplete: true };

    private ResultsEntry Blank(string userPrincipalName, string? thumbprint) => new()
    {
        Time = run.Now,
        RunId = run.Id,
        UserPrincipalName = userPrincipalName,
        Thumbprint = thumbprint,
        Status = SmimeRemoveStatus.Removing,
    };

    /// <summary>
    /// With issuer and serial number: of the archive, which has the certificate itself; else of the row; else of what an earlier
    /// run kept. A source that knows both comes before one that knows one.
    /// </summary>
    private ResultsEntry Named(ResultsEntry entry, RemovalRow? row, UserPfxRecord? record)
    {
        if (entry.Thumbprint is not { } thumbprint)
        {
            return entry with { Issuer = row?.Issuer, SerialNumber = row?.SerialNumber };
        }

        var archived = options.Known.TryGetValue(thumbprint, out var certificate) ? certificate : null;
        var sources = new[]
        {
            archived is null ? null
                : new CertificateNames(archived.Issuer, archived.SerialNumber, archived.NotBefore, archived.NotAfter),
            new CertificateNames(row?.Issuer, row?.SerialNumber, null, null),
            Earlier?.Certificate(thumbprint),
        }.OfType<CertificateNames>().ToList();
        var named = sources.Select(source => entry with { Issuer = source.Issuer, SerialNumber = source.SerialNumber })
            .FirstOrDefault(Complete) ?? entry with
            {
                Issuer = First(sources.Select(source => source.Issuer)),
                SerialNumber = First(sources.Select(source => source.SerialNumber)),
            };
        return named with
        {
            NotBefore = archived?.NotBefore ?? record?.StartDateTime ?? Date(sources, source => source.NotBefore),
            Certificate = archived is null ? entry.Certificate : archived with { RawData = null },
            NotAfter = archived?.NotAfter ?? record?.ExpirationDateTime ?? Date(sources, source => source.NotAfter),
        };
    }

    private static string? First(IEnumerable<string?> texts) => texts.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));

    private static DateTimeOffset? Date(
        IEnumerable<CertificateNames> sources, Func<CertificateNames, DateTimeOffset?> date) =>
        sources.Select(date).FirstOrDefault(moment => moment is not null);
}
