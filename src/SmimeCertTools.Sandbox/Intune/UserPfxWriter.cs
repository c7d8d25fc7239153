using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Odata;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>POST, PATCH and DELETE of records.</summary>
internal sealed class UserPfxWriter(IIntuneTenant state, IServiceOptions options)
{
    private const int ThumbprintLength = 40;
    private static readonly StructuredType Type = SchemaModel.Graph["userPFXCertificate"];

    public StoredUserPfx Create(SandboxRequest request)
    {
        var values = Read(request, isNew: true);
        var userPrincipalName = Text(values, "userPrincipalName")!;
        var user = state.Users.Find(userPrincipalName);
        if (user is null || !user.UserPrincipalName.Equals(userPrincipalName, StringComparison.OrdinalIgnoreCase))
        {
            throw RequestRefusedException.IntuneBadRequest($"there is no user {userPrincipalName}");
        }

        var record = ToRecord(values, $"{user.Id:N}-{Text(values, "thumbprint")}", null);
        return state.UserPfxCertificates.TryAdd(record)
            ? record
            : throw RequestRefusedException.IntuneBadRequest($"the record {record.Id} exists already",
            options.DuplicateRecordStatus);
    }

    /// <summary>Changes the members that are sent. What happens to the others is not documented; they stay.</summary>
    public StoredUserPfx Update(SandboxRequest request, StoredUserPfx record)
    {
        var values = Read(request, isNew: false);
        RefuseChange(values, "userPrincipalName", record.UserPrincipalName);
        RefuseChange(values, "thumbprint", record.Thumbprint);
        var changed = ToRecord(values, record.Id, record);
        return state.UserPfxCertificates.Replace(changed) ? changed : throw UserPfxResource.NotFound(record.Id);
    }

    /// <summary>
    /// Removes a record; says nothing when there is none, and does not find thumbprints in another form than 40 hex digits.
    /// </summary>
    /// <returns>What the log shall say; null for a record that is gone.</returns>
    public string? Delete(string id)
    {
        var thumbprint = id[(id.IndexOf('-', StringComparison.Ordinal) + 1)..];
        if (thumbprint.Length != ThumbprintLength || !thumbprint.All(char.IsAsciiHexDigit))
        {
            return $"nothing deleted: the thumbprint in {id} is not 40 hexadecimal digits";
        }

        return state.UserPfxCertificates.Remove(id) ? null : $"nothing deleted: there is no record {id}";
    }

    // The service answers all of this with the same words; the reason stays in the sandbox's log.
    private static JsonObject Read(SandboxRequest request, bool isNew)
    {
        var body = EntityReader.Read(request, Type, isNew);
        if (body.Problems.Count == 0)
        {
            Check(body);
        }

        return body.Problems.Count == 0
            ? body.Values : throw RequestRefusedException.IntuneBadRequest(string.Join("; ", body.Problems));
    }

    private static void Check(EntityBody body)
    {
        if (body.Text("paddingScheme") is "pkcs1" or "oaepSha1")
        {
            body.Problems.Add($"the padding {body.Text("paddingScheme")} is no longer supported");
        }

        if (body.Text("intendedPurpose") is "vpn")
        {
            body.Problems.Add("the purpose vpn is not supported");
        }

        if (body.Text("encryptedPfxPassword") is { } password && MemberReader.Base64(password) is null)
        {
            body.Problems.Add("encryptedPfxPassword is not base64");
        }
    }

    private static void RefuseChange(JsonObject values, string member, string current)
    {
        if (Text(values, member)?.Equals(current, StringComparison.OrdinalIgnoreCase) == false)
        {
            throw RequestRefusedException.IntuneBadRequest($"{member} is part of the record's id and cannot change");
        }
    }

    private static string? Text(JsonObject values, string member) => (string?)values[member];

    private static DateTimeOffset? Date(JsonObject values, string member) =>
        Text(values, member) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    // What is not sent is as it was; of a new record everything is sent.
    private StoredUserPfx ToRecord(JsonObject values, string id, StoredUserPfx? old) => new()
    {
        Id = id,
        UserPrincipalName = old?.UserPrincipalName ?? Text(values, "userPrincipalName")!,
        Thumbprint = old?.Thumbprint ?? Text(values, "thumbprint")!,
        IntendedPurpose = Text(values, "intendedPurpose") ?? old!.IntendedPurpose,
        StartDateTime = Date(values, "startDateTime") ?? old!.StartDateTime,
        ExpirationDateTime = Date(values, "expirationDateTime") ?? old!.ExpirationDateTime,
        ProviderName = Text(values, "providerName") ?? old!.ProviderName,
        KeyName = Text(values, "keyName") ?? old!.KeyName,
        PaddingScheme = Text(values, "paddingScheme") ?? old!.PaddingScheme,
        EncryptedPfxBlob = Text(values, "encryptedPfxBlob") is { } blob ? Convert.FromBase64String(blob) : old!.EncryptedPfxBlob,
        EncryptedPfxPassword = Text(values, "encryptedPfxPassword") ?? old!.EncryptedPfxPassword,
        CreatedDateTime = old?.CreatedDateTime ?? options.Clock.GetUtcNow(),
        LastModifiedDateTime = options.Clock.GetUtcNow(),
    };
}
