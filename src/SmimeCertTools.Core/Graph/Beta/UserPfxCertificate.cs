using System;
using System.Collections.Generic;
using System.Globalization;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions.Serialization;

namespace SmimeCertTools.Core.Graph.Beta;

/// <summary>
/// microsoft.graph.userPFXCertificate of the beta schema, which the SDK does not have. Enums and dates are kept as the strings
/// they are on the wire: sent exactly as the schema says, and read without failing on a member that did not exist when this was
/// written.
/// </summary>
internal sealed class UserPfxCertificate : Entity
{
    public string? Thumbprint { get; set; }

    /// <summary>
    /// A member of userPfxIntendedPurpose. Never its number: the profiles' enum has the same names with other numbers.
    /// </summary>
    public string? IntendedPurpose { get; set; }

    public string? UserPrincipalName { get; set; }

    public string? StartDateTime { get; set; }

    public string? ExpirationDateTime { get; set; }

    public string? ProviderName { get; set; }

    public string? KeyName { get; set; }

    /// <summary>A member of userPfxPaddingScheme.</summary>
    public string? PaddingScheme { get; set; }

    /// <summary>Base64 of the PFX; "AA==" when read back.</summary>
    public string? EncryptedPfxBlob { get; set; }

    public string? EncryptedPfxPassword { get; set; }

    public string? CreatedDateTime { get; set; }

    public string? LastModifiedDateTime { get; set; }

    public static new UserPfxCertificate CreateFromDiscriminatorValue(IParseNode parseNode) => new();

    /// <summary>A date as the schema's Edm.DateTimeOffset, in UTC.</summary>
    public static string FormatDate(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    public override IDictionary<string, Action<IParseNode>> GetFieldDeserializers() =>
        new Dictionary<string, Action<IParseNode>>(base.GetFieldDeserializers())
        {
            ["thumbprint"] = node => Thumbprint = node.GetStringValue(),
            ["intendedPurpose"] = node => IntendedPurpose = node.GetStringValue(),
            ["userPrincipalName"] = node => UserPrincipalName = node.GetStringValue(),
            ["startDateTime"] = node => StartDateTime = node.GetStringValue(),
            ["expirationDateTime"] = node => ExpirationDateTime = node.GetStringValue(),
            ["providerName"] = node => ProviderName = node.GetStringValue(),
            ["keyName"] = node => KeyName = node.GetStringValue(),
            ["paddingScheme"] = node => PaddingScheme = node.GetStringValue(),
            ["encryptedPfxBlob"] = node => EncryptedPfxBlob = node.GetStringValue(),
            ["encryptedPfxPassword"] = node => EncryptedPfxPassword = node.GetStringValue(),
            ["createdDateTime"] = node => CreatedDateTime = node.GetStringValue(),
            ["lastModifiedDateTime"] = node => LastModifiedDateTime = node.GetStringValue(),
        };

    /// <summary>
    /// Writes the members that are sent. The key and the type annotation stay out, as in the requests the service is known to
    /// take.
    /// </summary>
    public override void Serialize(ISerializationWriter writer)
    {
        writer.WriteStringValue("thumbprint", Thumbprint);
        writer.WriteStringValue("intendedPurpose", IntendedPurpose);
        writer.WriteStringValue("userPrincipalName", UserPrincipalName);
        writer.WriteStringValue("startDateTime", StartDateTime);
        writer.WriteStringValue("expirationDateTime", ExpirationDateTime);
        writer.WriteStringValue("providerName", ProviderName);
        writer.WriteStringValue("keyName", KeyName);
        writer.WriteStringValue("paddingScheme", PaddingScheme);
        writer.WriteStringValue("encryptedPfxBlob", EncryptedPfxBlob);
        writer.WriteStringValue("encryptedPfxPassword", EncryptedPfxPassword);
        writer.WriteStringValue("createdDateTime", CreatedDateTime);
        writer.WriteStringValue("lastModifiedDateTime", LastModifiedDateTime);
    }
}
