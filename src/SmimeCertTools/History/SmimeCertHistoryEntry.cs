using System;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.History;

/// <summary>One certificate of a user's history. Times are local, as those of X.509 certificates in PowerShell.</summary>
public sealed class SmimeCertHistoryEntry
{
    private readonly UserPfxRecord? _record;

    internal SmimeCertHistoryEntry(CertificateHistoryEntry entry)
    {
        UserPrincipalName = entry.UserPrincipalName;
        Thumbprint = entry.Thumbprint;
        IntendedPurpose = entry.Purpose;
        NotBefore = entry.NotBefore.LocalDateTime;
        NotAfter = entry.NotAfter.LocalDateTime;
        State = entry.State;
        Location = entry.Location;
        _record = entry.Record;
        if (entry.Archived is { } archived)
        {
            Path = archived.Path;
            Subject = archived.Certificate.Subject;
            Issuer = archived.Certificate.Issuer;
            SerialNumber = archived.Certificate.SerialNumber;
        }
    }

    /// <summary>The user.</summary>
    public string UserPrincipalName { get; }

    /// <summary>The purpose: the record's, or for a certificate that is only in the archive what its key usage says.</summary>
    public UserPfxPurpose IntendedPurpose { get; }

    /// <summary>First moment of validity.</summary>
    public DateTime NotBefore { get; }

    /// <summary>Last moment of validity.</summary>
    public DateTime NotAfter { get; }

    /// <summary>Where it stands now.</summary>
    public SmimeCertState State { get; }

    /// <summary>Where it was found.</summary>
    public SmimeCertLocation Location { get; }

    /// <summary>SHA-1 thumbprint, 40 upper-case hexadecimal digits.</summary>
    public string Thumbprint { get; }

    /// <summary>The connector key's name; null when it is not in Intune.</summary>
    public string? KeyName => _record?.KeyName;

    /// <summary>The key storage provider of the connector key; null when it is not in Intune.</summary>
    public string? ProviderName => _record?.ProviderName;

    /// <summary>The padding of the protected password; null when it is not in Intune.</summary>
    public UserPfxPaddingScheme? PaddingScheme => _record?.PaddingScheme;

    /// <summary>When it was imported; null when it is not in Intune or the service does not say.</summary>
    public DateTime? ImportedOn => _record?.CreatedDateTime?.LocalDateTime;

    /// <summary>The record's id in Intune; null when it is not there.</summary>
    public string? RecordId => _record?.Id;

    /// <summary>The subject; null when it is not in the archive.</summary>
    public string? Subject { get; }

    /// <summary>The issuer; null when it is not in the archive.</summary>
    public string? Issuer { get; }

    /// <summary>The serial number, hexadecimal; null when it is not in the archive.</summary>
    public string? SerialNumber { get; }

    /// <summary>The PFX file of the archive; null when it is not in the archive.</summary>
    public string? Path { get; }
}
