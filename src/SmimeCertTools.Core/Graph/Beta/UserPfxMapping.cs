using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Graph.Beta;

/// <summary>Between records and what is on the wire.</summary>
internal static class UserPfxMapping
{
    /// <summary>What the service takes for "not said": it fills in the date itself.</summary>
    private static readonly string Unset = UserPfxCertificate.FormatDate(DateTimeOffset.MinValue);

    private static readonly Dictionary<string, UserPfxPurpose> Purposes = Names<UserPfxPurpose>();

    private static readonly Dictionary<string, UserPfxPaddingScheme> Paddings = Names<UserPfxPaddingScheme>();

    /// <summary>
    /// The body that creates or replaces <paramref name="record"/>, with every member that the schema does not let be null.
    /// </summary>
    /// <remarks>
    /// The thumbprint goes out in lower case: the record's id embeds it, and Microsoft's scripts and all traces have it so.
    /// </remarks>
    public static UserPfxCertificate ToWire(UserPfxRecord record) => new()
    {
        Thumbprint = record.Thumbprint.ToLowerInvariant(),
        IntendedPurpose = CamelCase(record.IntendedPurpose),
        UserPrincipalName = record.UserPrincipalName,
        StartDateTime = UserPfxCertificate.FormatDate(record.StartDateTime),
        ExpirationDateTime = UserPfxCertificate.FormatDate(record.ExpirationDateTime),
        ProviderName = record.ProviderName,
        KeyName = record.KeyName,
        PaddingScheme = CamelCase(record.PaddingScheme),
        EncryptedPfxBlob = Convert.ToBase64String(record.EncryptedPfxBlob ?? []),
        EncryptedPfxPassword = record.EncryptedPfxPassword,
        CreatedDateTime = Unset,
        LastModifiedDateTime = Unset,
    };

    /// <summary>
    /// The record that <paramref name="wire"/> is. Nothing in it makes this fail: an unknown purpose reads as Unassigned, an
    /// unknown padding as None, an unreadable date as the smallest one.
    /// </summary>
    public static UserPfxRecord FromWire(UserPfxCertificate wire) => new()
    {
        Id = wire.Id,
        UserPrincipalName = wire.UserPrincipalName ?? "",
        Thumbprint = (wire.Thumbprint ?? "").ToUpperInvariant(),
        IntendedPurpose = wire.IntendedPurpose is { } purpose
            && Purposes.TryGetValue(purpose, out var p) ? p : UserPfxPurpose.Unassigned,
        StartDateTime = Date(wire.StartDateTime) ?? DateTimeOffset.MinValue,
        ExpirationDateTime = Date(wire.ExpirationDateTime) ?? DateTimeOffset.MinValue,
        ProviderName = wire.ProviderName ?? "",
        KeyName = wire.KeyName ?? "",
        PaddingScheme = wire.PaddingScheme is { } padding && Paddings.TryGetValue(padding, out var s)
            ? s : UserPfxPaddingScheme.None,
        EncryptedPfxBlob = Blob(wire.EncryptedPfxBlob),
        EncryptedPfxPassword = string.IsNullOrEmpty(wire.EncryptedPfxPassword) ? null : wire.EncryptedPfxPassword,
        CreatedDateTime = Moment(wire.CreatedDateTime),
        LastModifiedDateTime = Moment(wire.LastModifiedDateTime),
    };

    private static Dictionary<string, T> Names<T>()
        where T : struct, Enum =>
        ((T[])Enum.GetValues(typeof(T)))
            .ToDictionary(value => value.ToString(), value => value, StringComparer.OrdinalIgnoreCase);

    private static string CamelCase<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    private static DateTimeOffset? Date(string? text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? date
            : null;

    private static DateTimeOffset? Moment(string? text) =>
        Date(text) is { } date && date != DateTimeOffset.MinValue ? date : null;

    /// <summary>One zero byte, "AA==", stands for "not shown".</summary>
    private static byte[]? Blob(string? base64)
    {
        if (string.IsNullOrEmpty(base64) || base64 == "AA==")
        {
            return null;
        }

        try
        {
            return Convert.FromBase64String(base64!);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
