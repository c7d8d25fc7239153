using System;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Bulk.Results;

/// <summary>What became of one row or record, as it is kept in a file. Nothing in it is secret.</summary>
public sealed record ResultsEntry
{
    /// <summary>When it was known.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The run of the command, the same for all its entries.</summary>
    public required string RunId { get; init; }

    /// <summary>The line in the manifest, or the place among the pipeline's rows; null where there is none.</summary>
    public int? Line { get; init; }

    /// <summary>The user; null when the row names none.</summary>
    public string? UserPrincipalName { get; init; }

    /// <summary>
    /// The mail address or user principal name by which the user was found: in the certificate, or given in place of the user
    /// principal name; null where the user was given.
    /// </summary>
    public string? FoundBy { get; init; }

    /// <summary>The PFX file; null where there is none.</summary>
    public string? Path { get; init; }

    /// <summary>SHA-1 thumbprint, 40 hexadecimal digits; null when the file was not opened.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>
    /// What became of it: a <see cref="SmimeImportStatus"/>, or a <see cref="SmimeRemoveStatus"/> where it was to be removed.
    /// Read from a file, a word that both have is the import's.
    /// </summary>
    public required Enum Status { get; init; }

    /// <summary>The record's id in the service.</summary>
    public string? RecordId { get; init; }

    /// <summary>When the service last changed the record, as it answered.</summary>
    public DateTimeOffset? LastModified { get; init; }

    /// <summary>The connector key's name.</summary>
    public string? KeyName { get; init; }

    /// <summary>The key storage provider.</summary>
    public string? ProviderName { get; init; }

    /// <summary>The padding of the password.</summary>
    public UserPfxPaddingScheme? Padding { get; init; }

    /// <summary>The purpose.</summary>
    public UserPfxPurpose? Purpose { get; init; }

    /// <summary>
    /// SHA-256 of the SubjectPublicKeyInfo of the connector key that the record was written under, 64 hexadecimal digits; null
    /// where that is not known: for records that were protected elsewhere, and those that were there and no file knows.
    /// </summary>
    public string? PublicKeyFingerprint { get; init; }

    /// <summary>The identifier of the error; null where there is none.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The error in words, or in what an outdated record differs; null where there is none.</summary>
    public string? Message { get; init; }

    /// <summary>The certificate's issuer; null where nobody knows it.</summary>
    public string? Issuer { get; init; }

    /// <summary>The certificate's serial number in hexadecimal; null where nobody knows it.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>First moment of the certificate's validity; null where nobody knows it.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Last moment of the certificate's validity; null where nobody knows it.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>
    /// The certificate's other public facts; null where nobody knows them, as for a record that was made elsewhere, and in files
    /// of earlier versions. What the entry itself says counts for more.
    /// </summary>
    public CatalogEntry? Certificate { get; init; }

    /// <summary>What the entry has so far of its certificate's other facts.</summary>
    internal CatalogEntry Facts => Certificate ?? new CatalogEntry
    {
        Thumbprint = Thumbprint ?? string.Empty,
        NotBefore = NotBefore ?? default,
        NotAfter = NotAfter ?? default,
    };
}
