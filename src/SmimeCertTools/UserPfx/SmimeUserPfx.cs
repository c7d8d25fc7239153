using System;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.UserPfx;

/// <summary>
/// A user's imported certificate as Intune keeps it. The PFX and its password cannot be read back. Times are local, as those
/// of X.509 certificates in PowerShell.
/// </summary>
public sealed class SmimeUserPfx : IKnown
{
    private readonly UserPfxRecord _record;

    internal SmimeUserPfx(UserPfxRecord record, RecordListing? listing = null, FoundUserRecords? found = null) =>
        (_record, Listing, Found) = (record, listing, found);

    /// <summary>All records of the user, of which this is one; null where others were read with them.</summary>
    internal FoundUserRecords? Found { get; }

    /// <summary>All records of the tenant, of which this is one; null where only some were read.</summary>
    internal RecordListing? Listing { get; }

    /// <summary>The record's id in Intune.</summary>
    public string? Id => _record.Id.Visible();

    /// <summary>
    /// The object id of the user that it was imported for, which stays when the user is renamed; null when the record's id does
    /// not tell.
    /// </summary>
    public Guid? UserId => _record.UserId;

    /// <summary>The user the certificate is delivered to, by the name at the time of the import.</summary>
    public string UserPrincipalName => _record.UserPrincipalName.Visible();

    /// <summary>SHA-1 thumbprint, usually 40 hexadecimal digits: the service keeps what it was given.</summary>
    public string Thumbprint => _record.Thumbprint.Visible();

    /// <summary>The purpose that profiles match on.</summary>
    public UserPfxPurpose IntendedPurpose => _record.IntendedPurpose;

    /// <summary>First moment of the certificate's validity.</summary>
    public DateTime StartDateTime => _record.StartDateTime.LocalDateTime;

    /// <summary>Last moment of the certificate's validity.</summary>
    public DateTime ExpirationDateTime => _record.ExpirationDateTime.LocalDateTime;

    /// <summary>The key storage provider on the connectors that holds the private key.</summary>
    public string ProviderName => _record.ProviderName.Visible();

    /// <summary>The name of the private key in that provider.</summary>
    public string KeyName => _record.KeyName.Visible();

    /// <summary>The padding of the protected password.</summary>
    public UserPfxPaddingScheme PaddingScheme => _record.PaddingScheme;

    /// <summary>When the record was imported; null when the service does not say.</summary>
    public DateTime? CreatedDateTime => _record.CreatedDateTime?.LocalDateTime;

    /// <summary>When the record was last changed; null when the service does not say.</summary>
    public DateTime? LastModifiedDateTime => _record.LastModifiedDateTime?.LocalDateTime;

    /// <summary>The same as StartDateTime, as certificates call it.</summary>
    public DateTime NotBefore => StartDateTime;

    /// <summary>The same as ExpirationDateTime, as certificates call it.</summary>
    public DateTime NotAfter => ExpirationDateTime;

    /// <summary>The same as IntendedPurpose, under the heading of tables.</summary>
    public UserPfxPurpose Purpose => IntendedPurpose;

    /// <summary>User, purpose, validity and certificate.</summary>
    public override string ToString() => ViewText.Text(
        $"{UserPrincipalName}: {Purpose}, {ViewText.Date(NotBefore)} to {ViewText.Date(NotAfter)}, {Thumbprint}");

    void IKnown.Remember(KnownNames names)
    {
        names.Add(KnownNameKind.User, UserPrincipalName, "A user with imported certificates");
        names.Add(KnownNameKind.UserCertificate, Thumbprint, ToString(), owner: UserPrincipalName);
    }
}
