using System;
using SmimeCertTools.Core;
using SmimeCertTools.Core.History;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.History;

/// <summary>One certificate of a user's history. Times are local, as those of X.509 certificates in PowerShell.</summary>
public sealed class SmimeCertHistoryEntry : IKnown
{
    private readonly CertificateHistoryEntry _entry;

    internal SmimeCertHistoryEntry(CertificateHistoryEntry entry) => _entry = entry;

    /// <summary>The user.</summary>
    public string UserPrincipalName => _entry.UserPrincipalName.Visible();

    /// <summary>The purpose: the record's, or for a certificate that is only in the archive what its key usage says.</summary>
    public UserPfxPurpose IntendedPurpose => _entry.Purpose;

    /// <summary>First moment of validity.</summary>
    public DateTime NotBefore => _entry.NotBefore.LocalDateTime;

    /// <summary>Last moment of validity.</summary>
    public DateTime NotAfter => _entry.NotAfter.LocalDateTime;

    /// <summary>Whole days until then, negative once it is over.</summary>
    public int DaysLeft => _entry.DaysLeft;

    /// <summary>Where it stands now.</summary>
    public SmimeCertState State => _entry.State;

    /// <summary>Where it was found.</summary>
    public SmimeCertLocation Location => _entry.Location;

    /// <summary>SHA-1 thumbprint, 40 upper-case hexadecimal digits.</summary>
    public string Thumbprint => _entry.Thumbprint.Visible();

    /// <summary>The connector key's name; null when it is not in Intune.</summary>
    public string? KeyName => (_entry.Record?.KeyName).Visible();

    /// <summary>The key storage provider of the connector key; null when it is not in Intune.</summary>
    public string? ProviderName => (_entry.Record?.ProviderName).Visible();

    /// <summary>The padding of the protected password; null when it is not in Intune.</summary>
    public UserPfxPaddingScheme? PaddingScheme => _entry.Record?.PaddingScheme;

    /// <summary>When it was imported; null when it is not in Intune or the service does not say.</summary>
    public DateTime? ImportedOn => _entry.Record?.CreatedDateTime?.LocalDateTime;

    /// <summary>The record's id in Intune; null when it is not there.</summary>
    public string? RecordId => (_entry.Record?.Id).Visible();

    /// <summary>
    /// What is to be known of the record's holder: that it is under a former name of the user, or another account's that had this
    /// name before; null when there is nothing.
    /// </summary>
    public string? Note => _entry.IsOfEarlierAccount ? "Of an account that had this name before"
        : _entry.FormerName is { } name ? $"Under the former name {name}" : null;

    /// <summary>The subject; null when it is not in the archive.</summary>
    public string? Subject => (_entry.Archived?.Subject).Visible();

    /// <summary>The issuer; null when it is not in the archive.</summary>
    public string? Issuer => (_entry.Archived?.Issuer).Visible();

    /// <summary>The serial number, hexadecimal; null when it is not in the archive.</summary>
    public string? SerialNumber => (_entry.Archived?.SerialNumber).Visible();

    /// <summary>The PFX file of the archive; null when it is not in the archive.</summary>
    public string? Path => _entry.Archived?.Path;

    /// <summary>The same as IntendedPurpose, under the heading of tables.</summary>
    public UserPfxPurpose Purpose => IntendedPurpose;

    /// <summary>User, purpose, validity, state and certificate.</summary>
    public override string ToString() => ViewText.Text(
        $"{UserPrincipalName}: {Purpose}, {ViewText.Date(NotBefore)} to {ViewText.Date(NotAfter)}, {State}, {Thumbprint}");

    void IKnown.Remember(KnownNames names)
    {
        names.Add(KnownNameKind.User, UserPrincipalName, "A user with imported certificates");
        if (RecordId is not null)
        {
            names.Add(KnownNameKind.UserCertificate, Thumbprint, ToString(), owner: UserPrincipalName);
        }
    }
}
