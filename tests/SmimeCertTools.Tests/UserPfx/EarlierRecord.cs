using System;
using System.Linq;
using System.Management.Automation;
using SmimeCertTools.Records;

namespace SmimeCertTools.Tests.UserPfx;

/// <summary>The purposes as the earlier scripts name and number them.</summary>
public enum EarlierPurpose
{
    Unassigned = 0,
    SmimeEncryption = 1,
    SmimeSigning = 2,
    VPN = 4,
    Wifi = 8,
}

/// <summary>The paddings as the earlier scripts name and number them.</summary>
public enum EarlierPadding
{
    None = 0,
    Pkcs1 = 1,
    OaepSha1 = 2,
    OaepSha256 = 3,
    OaepSha384 = 4,
    OaepSha512 = 5,
}

/// <summary>A record with the properties and types of the earlier scripts' class.</summary>
public sealed class EarlierRecord
{
    public string? Id { get; set; }

    public string Thumbprint { get; set; } = "";

    public EarlierPurpose IntendedPurpose { get; set; }

    public string UserPrincipalName { get; set; } = "";

    public DateTimeOffset StartDateTime { get; set; }

    public DateTimeOffset ExpirationDateTime { get; set; }

    public string? ProviderName { get; set; }

    public string? KeyName { get; set; }

    public EarlierPadding PaddingScheme { get; set; }

    public byte[] EncryptedPfxBlob { get; set; } = [];

    public string EncryptedPfxPassword { get; set; } = "";

    public DateTimeOffset CreatedDateTime { get; set; }

    public DateTimeOffset LastModifiedDateTime { get; set; }

    /// <summary>The record that the earlier scripts would have made: thumbprint in lower case, local times.</summary>
    public static EarlierRecord Of(SmimeUserPfxRecord made, bool hasKeyNames = true) => new()
    {
        Thumbprint = made.Thumbprint.ToLowerInvariant(),
        IntendedPurpose = (EarlierPurpose)(int)made.IntendedPurpose,
        UserPrincipalName = made.UserPrincipalName,
        StartDateTime = Moment(made.StartDateTime),
        ExpirationDateTime = Moment(made.ExpirationDateTime),
        ProviderName = hasKeyNames ? made.ProviderName : "",
        KeyName = hasKeyNames ? made.KeyName : "",
        PaddingScheme = (EarlierPadding)(int)made.PaddingScheme,
        EncryptedPfxBlob = Convert.FromBase64String(made.EncryptedPfxBlob),
        EncryptedPfxPassword = made.EncryptedPfxPassword,
        CreatedDateTime = DateTimeOffset.Now,
        LastModifiedDateTime = DateTimeOffset.Now,
    };

    /// <summary>
    /// The record as ConvertTo-Json and ConvertFrom-Json, or Export- and Import-Clixml, of some edition bring it back.
    /// </summary>
    /// <param name="form">The way it went.</param>
    public object ReadBack(string form) => form switch
    {
        "live" => this,
        "wrapped" => PSObject.AsPSObject(this),
        "custom object" => Custom(EncryptedPfxBlob, moment => moment, isNumber: false),
        "Clixml" => PSSerializer.Deserialize(PSSerializer.Serialize(this)),
        "Clixml of a file" => PSSerializer.Deserialize(PSSerializer.Serialize(new[] { this }, 2)),
        "Clixml, flat" => PSSerializer.Deserialize(
            PSSerializer.Serialize(Custom(EncryptedPfxBlob, moment => moment, isNumber: false), 1)),
        "PowerShell 7 JSON" => Custom(
            EncryptedPfxBlob.Select(octet => (object)(long)octet).ToArray(), moment => moment.LocalDateTime, isNumber: true),
        "Windows PowerShell JSON" => Custom(
            Counted(EncryptedPfxBlob.Select(octet => (object)(int)octet).ToArray()), moment => moment.UtcDateTime,
            isNumber: true),
        "Windows PowerShell JSON, dates as text" => Custom(
            EncryptedPfxBlob.Select(octet => (object)(int)octet).ToArray(),
            moment => $"/Date({moment.ToUnixTimeMilliseconds()})/", isNumber: true),
        "deep JSON" => Custom(string.Join(' ', EncryptedPfxBlob), moment => moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
            System.Globalization.CultureInfo.InvariantCulture), isNumber: true),
        "base64" => Custom(Convert.ToBase64String(EncryptedPfxBlob, Base64FormattingOptions.InsertLineBreaks),
            moment => moment.ToString("O"), isNumber: false),
        "hashtable" => new System.Collections.Hashtable
        {
            ["thumbprint"] = Thumbprint,
            ["intendedPurpose"] = "smimeEncryption",
            ["userPrincipalName"] = UserPrincipalName,
            ["startDateTime"] = StartDateTime.ToString("O"),
            ["expirationDateTime"] = ExpirationDateTime.ToString("O"),
            ["providerName"] = ProviderName,
            ["keyName"] = KeyName,
            ["paddingScheme"] = "OaepSha512",
            ["encryptedPfxBlob"] = Convert.ToBase64String(EncryptedPfxBlob),
            ["encryptedPfxPassword"] = EncryptedPfxPassword,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, null),
    };

    // An array that was an object of its own.
    private static PSObject Counted(object[] items)
    {
        var counted = new PSObject();
        counted.Properties.Add(new PSNoteProperty("value", items));
        counted.Properties.Add(new PSNoteProperty("Count", items.Length));
        return counted;
    }

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(2));

    private PSObject Custom(object blob, Func<DateTimeOffset, object> date, bool isNumber)
    {
        var row = new PSObject();
        (string Name, object? Value)[] members =
        [
            ("Id", Id), ("Thumbprint", Thumbprint), ("IntendedPurpose", isNumber ? (long)IntendedPurpose : IntendedPurpose),
            ("UserPrincipalName", UserPrincipalName), ("StartDateTime", date(StartDateTime)),
            ("ExpirationDateTime", date(ExpirationDateTime)), ("ProviderName", ProviderName), ("KeyName", KeyName),
            ("PaddingScheme", isNumber ? (long)PaddingScheme : PaddingScheme), ("EncryptedPfxBlob", blob),
            ("EncryptedPfxPassword", EncryptedPfxPassword), ("CreatedDateTime", date(CreatedDateTime)),
            ("LastModifiedDateTime", date(LastModifiedDateTime)),
        ];
        foreach (var (name, value) in members)
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }

        return row;
    }
}
