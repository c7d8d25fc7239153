using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Users;

/// <summary>
/// Between records and what is on the wire: microsoft.graph.userPFXCertificate of the beta schema, which the SDK does not model.
/// </summary>
internal static class UserPfxJson
{
    private static readonly (UserPfxMembers Member, string Name)[] Shown =
    [
        (UserPfxMembers.UserPrincipalName, "userPrincipalName"),
        (UserPfxMembers.Thumbprint, "thumbprint"),
        (UserPfxMembers.Purpose, "intendedPurpose"),
        (UserPfxMembers.Start, "startDateTime"),
        (UserPfxMembers.Expiry, "expirationDateTime"),
        (UserPfxMembers.ProviderName, "providerName"),
        (UserPfxMembers.KeyName, "keyName"),
        (UserPfxMembers.Padding, "paddingScheme"),
    ];

    /// <summary>
    /// The body that creates or replaces <paramref name="record"/>, with every member that the schema does not let be null. The
    /// key and the type annotation stay out, as in the requests the service is known to take.
    /// </summary>
    /// <remarks>
    /// The thumbprint goes out in lower case: the record's id embeds it, and Microsoft's scripts and all traces have it so. A
    /// purpose is sent by name and never by number: the profiles' enum has the same names with other numbers.
    /// </remarks>
    public static JsonObject Write(UserPfxRecord record)
    {
        // What the service takes for "not said": it fills in the date itself.
        var unset = Date(DateTimeOffset.MinValue);
        return new JsonObject
        {
            ["thumbprint"] = record.Thumbprint.ToLowerInvariant(),
            ["intendedPurpose"] = CamelCase(record.IntendedPurpose),
            ["userPrincipalName"] = record.UserPrincipalName,
            ["startDateTime"] = Date(record.StartDateTime),
            ["expirationDateTime"] = Date(record.ExpirationDateTime),
            ["providerName"] = record.ProviderName,
            ["keyName"] = record.KeyName,
            ["paddingScheme"] = CamelCase(record.PaddingScheme),
            ["encryptedPfxBlob"] = Convert.ToBase64String(record.EncryptedPfxBlob ?? []),
            ["encryptedPfxPassword"] = record.EncryptedPfxPassword,
            ["createdDateTime"] = unset,
            ["lastModifiedDateTime"] = unset,
        };
    }

    /// <summary>
    /// The record that an answer is. Nothing in it makes this fail: an unknown purpose reads as Unassigned, an unknown padding as
    /// None, an unreadable date as the smallest one. What is left out is among <see cref="UserPfxRecord.Unshown"/>.
    /// </summary>
    public static UserPfxRecord Read(JsonObject json) => new()
    {
        Id = json.Text("id"),
        UserPrincipalName = json.Text("userPrincipalName") ?? "",
        Thumbprint = (json.Text("thumbprint") ?? "").ToUpperInvariant(),
        IntendedPurpose = json.Value<UserPfxPurpose>("intendedPurpose") ?? UserPfxPurpose.Unassigned,
        StartDateTime = json.Date("startDateTime") ?? DateTimeOffset.MinValue,
        ExpirationDateTime = json.Date("expirationDateTime") ?? DateTimeOffset.MinValue,
        ProviderName = json.Text("providerName") ?? "",
        KeyName = json.Text("keyName") ?? "",
        PaddingScheme = json.Value<UserPfxPaddingScheme>("paddingScheme") ?? UserPfxPaddingScheme.None,
        EncryptedPfxBlob = Blob(json.Text("encryptedPfxBlob")),
        EncryptedPfxPassword = json.Text("encryptedPfxPassword") is { Length: > 0 } password ? password : null,
        CreatedDateTime = json.Date("createdDateTime"),
        LastModifiedDateTime = json.Date("lastModifiedDateTime"),
        Unshown = Shown.Where(member => json[member.Name] is null)
            .Aggregate(UserPfxMembers.None, (all, member) => all | member.Member),
    };

    /// <summary>A date as the schema's Edm.DateTimeOffset, in UTC.</summary>
    private static string Date(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string CamelCase<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    /// <summary>One zero byte, "AA==", stands for "not shown".</summary>
    private static byte[]? Blob(string? base64) =>
        string.IsNullOrEmpty(base64) || base64 == "AA==" ? null : JsonMembers.Bytes(base64!);
}
