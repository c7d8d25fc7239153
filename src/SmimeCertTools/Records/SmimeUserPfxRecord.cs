using System;
using System.Globalization;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Records;

/// <summary>
/// A PFX and its protected password, ready to be uploaded: what New-SmimeUserPfx makes and Import-SmimeUserPfx takes. Its
/// properties are the members of Graph's userPFXCertificate, text and enumerations only, so that ConvertTo-Json and
/// ConvertFrom-Json of either PowerShell edition bring the same record back; beside them stand the names that tables use.
/// </summary>
public sealed class SmimeUserPfxRecord
{
    private readonly UserPfxRecord _record;

    internal SmimeUserPfxRecord(UserPfxRecord record) => _record = record;

    /// <summary>The user the certificate is for.</summary>
    public string UserPrincipalName => _record.UserPrincipalName.Visible();

    /// <summary>SHA-1 thumbprint, 40 upper-case hexadecimal digits.</summary>
    public string Thumbprint => _record.Thumbprint.Visible();

    /// <summary>The purpose that profiles match on.</summary>
    public UserPfxPurpose IntendedPurpose => _record.IntendedPurpose;

    /// <summary>First moment of the certificate's validity: ISO 8601, UTC.</summary>
    public string StartDateTime => Text(_record.StartDateTime);

    /// <summary>Last moment of the certificate's validity: ISO 8601, UTC.</summary>
    public string ExpirationDateTime => Text(_record.ExpirationDateTime);

    /// <summary>The key storage provider on the connectors that holds the private key.</summary>
    public string ProviderName => _record.ProviderName.Visible();

    /// <summary>The name of the private key in that provider.</summary>
    public string KeyName => _record.KeyName.Visible();

    /// <summary>The padding of <see cref="EncryptedPfxPassword"/>.</summary>
    public UserPfxPaddingScheme PaddingScheme => _record.PaddingScheme;

    /// <summary>The PFX in base64.</summary>
    public string EncryptedPfxBlob => Convert.ToBase64String(_record.EncryptedPfxBlob ?? []);

    /// <summary>The PFX's password, encrypted for the connector's key, in base64.</summary>
    public string EncryptedPfxPassword => _record.EncryptedPfxPassword ?? string.Empty;

    /// <summary>The same as StartDateTime, as a local time and as certificates call it.</summary>
    public DateTime NotBefore => _record.StartDateTime.LocalDateTime;

    /// <summary>The same as ExpirationDateTime, as a local time and as certificates call it.</summary>
    public DateTime NotAfter => _record.ExpirationDateTime.LocalDateTime;

    /// <summary>The same as IntendedPurpose, under the heading of tables.</summary>
    public UserPfxPurpose Purpose => IntendedPurpose;

    /// <summary>User, purpose, validity and certificate.</summary>
    public override string ToString() => ViewText.Text(
        $"{UserPrincipalName}: {Purpose}, {ViewText.Date(NotBefore)} to {ViewText.Date(NotAfter)}, {Thumbprint}");

    private static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
