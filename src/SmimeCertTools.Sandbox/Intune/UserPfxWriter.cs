using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>POST, PATCH and DELETE of records.</summary>
internal sealed class UserPfxWriter(SandboxState state, SandboxOptions options)
{
    private const int ThumbprintLength = 40;
    private static readonly EntityReader Reader = new(UserPfxSchema.Type);

    public StoredUserPfx Create(SandboxRequest request)
    {
        var values = Reader.Read(request, isNew: true);
        Check(values);
        var userPrincipalName = (string)values["userPrincipalName"]!;
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
        var values = Reader.Read(request, isNew: false);
        Check(values);
        RefuseChange(values, "userPrincipalName", record.UserPrincipalName);
        RefuseChange(values, "thumbprint", record.Thumbprint);
        var changed = record with
        {
            IntendedPurpose = Value(values, "intendedPurpose", record.IntendedPurpose),
            StartDateTime = Value(values, "startDateTime", record.StartDateTime),
            ExpirationDateTime = Value(values, "expirationDateTime", record.ExpirationDateTime),
            ProviderName = Value(values, "providerName", record.ProviderName),
            KeyName = Value(values, "keyName", record.KeyName),
            PaddingScheme = Value(values, "paddingScheme", record.PaddingScheme),
            EncryptedPfxBlob = Value(values, "encryptedPfxBlob", record.EncryptedPfxBlob),
            EncryptedPfxPassword = Value(values, "encryptedPfxPassword", record.EncryptedPfxPassword),
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

    private static void Check(Dictionary<string, object?> values)
    {
        var problems = new List<string>();
        if (values.GetValueOrDefault("paddingScheme") is "pkcs1" or "oaepSha1")
        {
            problems.Add($"the padding {values["paddingScheme"]} is no longer supported");
        }

        if (values.GetValueOrDefault("intendedPurpose") is "vpn")
        {
            problems.Add("the purpose vpn is not supported");
        }

        if (values.GetValueOrDefault("encryptedPfxPassword") is string password && EntityReader.Base64(password) is null)
        {
            problems.Add("encryptedPfxPassword is not base64");
        }

        if (problems.Count > 0)
        {
            throw RequestRefusedException.IntuneBadRequest(string.Join("; ", problems));
        }
    }

    private static void RefuseChange(Dictionary<string, object?> values, string member, string current)
    {
        if (values.GetValueOrDefault(member) is string sent && !sent.Equals(current, StringComparison.OrdinalIgnoreCase))
        {
            throw RequestRefusedException.IntuneBadRequest($"{member} is part of the record's id and cannot change");
        }
    }

    private static T Value<T>(Dictionary<string, object?> values, string member, T current) =>
        values.TryGetValue(member, out var value) ? (T)value! : current;

    private StoredUserPfx ToRecord(Dictionary<string, object?> values, SandboxUser user)
    {
        var now = options.Clock.GetUtcNow();
        var thumbprint = (string)values["thumbprint"]!;
        return new StoredUserPfx
        {
            Id = $"{user.Id:N}-{thumbprint}",
            UserPrincipalName = (string)values["userPrincipalName"]!,
            Thumbprint = thumbprint,
            IntendedPurpose = (string)values["intendedPurpose"]!,
            StartDateTime = (DateTimeOffset)values["startDateTime"]!,
            ExpirationDateTime = (DateTimeOffset)values["expirationDateTime"]!,
            ProviderName = (string)values["providerName"]!,
            KeyName = (string)values["keyName"]!,
            PaddingScheme = (string)values["paddingScheme"]!,
            EncryptedPfxBlob = (byte[])values["encryptedPfxBlob"]!,
            EncryptedPfxPassword = (string)values["encryptedPfxPassword"]!,
            CreatedDateTime = now,
            LastModifiedDateTime = now,
        };
    }
}
