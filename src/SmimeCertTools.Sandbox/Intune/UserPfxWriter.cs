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
        var userPrincipalName = Text(values, "userPrincipalName");
        var user = state.Users.Find(userPrincipalName);
        if (user is null || !user.UserPrincipalName.Equals(userPrincipalName, StringComparison.OrdinalIgnoreCase))
        {
            throw RequestRefusedException.IntuneBadRequest($"there is no user {userPrincipalName}");
        }

        var record = ToRecord(values, user);
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
        var changed = record with
        {
            IntendedPurpose = Value(values, "intendedPurpose", record.IntendedPurpose, Text),
            StartDateTime = Value(values, "startDateTime", record.StartDateTime, Date),
            ExpirationDateTime = Value(values, "expirationDateTime", record.ExpirationDateTime, Date),
            ProviderName = Value(values, "providerName", record.ProviderName, Text),
            KeyName = Value(values, "keyName", record.KeyName, Text),
            PaddingScheme = Value(values, "paddingScheme", record.PaddingScheme, Text),
            EncryptedPfxBlob = Value(values, "encryptedPfxBlob", record.EncryptedPfxBlob, Bytes),
            EncryptedPfxPassword = Value(values, "encryptedPfxPassword", record.EncryptedPfxPassword, Text),
            LastModifiedDateTime = options.Clock.GetUtcNow(),
        };
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
            ? body.Values
            : throw RequestRefusedException.IntuneBadRequest(string.Join("; ", body.Problems));
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
        if (values.ContainsKey(member) && !Text(values, member).Equals(current, StringComparison.OrdinalIgnoreCase))
        {
            throw RequestRefusedException.IntuneBadRequest($"{member} is part of the record's id and cannot change");
        }
    }

    private static T Value<T>(JsonObject values, string member, T current, Func<JsonObject, string, T> read) =>
        values.ContainsKey(member) ? read(values, member) : current;

    private static string Text(JsonObject values, string member) => (string)values[member]!;

    private static byte[] Bytes(JsonObject values, string member) => Convert.FromBase64String(Text(values, member));

    private static DateTimeOffset Date(JsonObject values, string member) =>
        DateTimeOffset.Parse(Text(values, member), CultureInfo.InvariantCulture);

    private StoredUserPfx ToRecord(JsonObject values, SandboxUser user)
    {
        var now = options.Clock.GetUtcNow();
        var thumbprint = Text(values, "thumbprint");
        return new StoredUserPfx
        {
            Id = $"{user.Id:N}-{thumbprint}",
            UserPrincipalName = Text(values, "userPrincipalName"),
            Thumbprint = thumbprint,
            IntendedPurpose = Text(values, "intendedPurpose"),
            StartDateTime = Date(values, "startDateTime"),
            ExpirationDateTime = Date(values, "expirationDateTime"),
            ProviderName = Text(values, "providerName"),
            KeyName = Text(values, "keyName"),
            PaddingScheme = Text(values, "paddingScheme"),
            EncryptedPfxBlob = Bytes(values, "encryptedPfxBlob"),
            EncryptedPfxPassword = Text(values, "encryptedPfxPassword"),
            CreatedDateTime = now,
            LastModifiedDateTime = now,
        };
    }
}
