using System;
using System.Collections.Generic;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Records;
using Xunit;

namespace SmimeCertTools.Core.Tests.Records;

public sealed class UserPfxRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    private static UserPfxRecord Good => new()
    {
        UserPrincipalName = "anna@contoso.com",
        Thumbprint = "0123456789ABCDEF0123456789ABCDEF01234567",
        IntendedPurpose = UserPfxPurpose.SmimeEncryption,
        StartDateTime = Start,
        ExpirationDateTime = Start.AddYears(1),
        ProviderName = "Microsoft Software Key Storage Provider",
        KeyName = "PFXEncryptionKey",
        PaddingScheme = UserPfxPaddingScheme.OaepSha512,
        EncryptedPfxBlob = [0x30, 0x03, 0x02, 0x01, 0x03],
        EncryptedPfxPassword = Convert.ToBase64String(new byte[256]),
    };

    public static TheoryData<string, UserPfxRecord> Same => new()
    {
        { "user's case", Good with { UserPrincipalName = "Anna@Contoso.COM" } },
        { "thumbprint's case", Good with { Thumbprint = "0123456789abcdef0123456789abcdef01234567" } },
        { "fraction of a second", Good with { StartDateTime = Start.AddMilliseconds(999) } },
        { "offset", Good with { ExpirationDateTime = Start.AddYears(1).ToOffset(TimeSpan.FromHours(2)) } },
        { "what cannot be read back", Good with { EncryptedPfxBlob = [0], EncryptedPfxPassword = "" } },
        { "what the service adds", Good with { Id = "x", CreatedDateTime = Start, LastModifiedDateTime = Start } },
    };

    public static TheoryData<string, UserPfxRecord> Different => new()
    {
        { "user", Good with { UserPrincipalName = "berta@contoso.com" } },
        { "thumbprint", Good with { Thumbprint = "1123456789ABCDEF0123456789ABCDEF01234567" } },
        { "purpose", Good with { IntendedPurpose = UserPfxPurpose.SmimeSigning } },
        { "start", Good with { StartDateTime = Start.AddSeconds(1) } },
        { "end", Good with { ExpirationDateTime = Start.AddYears(1).AddSeconds(-1) } },
        { "provider", Good with { ProviderName = "Other" } },
        { "key", Good with { KeyName = "pfxencryptionkey" } },
        { "padding", Good with { PaddingScheme = UserPfxPaddingScheme.OaepSha256 } },
    };

    public static TheoryData<string, UserPfxRecord> Invalid => new()
    {
        { "UserPrincipalName", Good with { UserPrincipalName = null! } },
        { "UserPrincipalName", Good with { UserPrincipalName = "anna" } },
        { "Thumbprint", Good with { Thumbprint = null! } },
        { "Thumbprint", Good with { Thumbprint = "01 23" } },
        { "Thumbprint", Good with { Thumbprint = "0123456789abcdef0123456789abcdef01234567" } },
        { "IntendedPurpose", Good with { IntendedPurpose = UserPfxPurpose.Vpn } },
        { "IntendedPurpose", Good with { IntendedPurpose = (UserPfxPurpose)3 } },
        { "StartDateTime", Good with { StartDateTime = default } },
        { "ExpirationDateTime", Good with { ExpirationDateTime = default } },
        { "ExpirationDateTime", Good with { ExpirationDateTime = Start } },
        { "ProviderName", Good with { ProviderName = " " } },
        { "KeyName", Good with { KeyName = null! } },
        { "PaddingScheme", Good with { PaddingScheme = UserPfxPaddingScheme.Pkcs1 } },
        { "EncryptedPfxBlob", Good with { EncryptedPfxBlob = null } },
        { "EncryptedPfxBlob", Good with { EncryptedPfxBlob = [0] } },
        { "EncryptedPfxBlob", Good with { EncryptedPfxBlob = [0x30, 0x82, 0x10, 0x00, 0x02] } },
        { "EncryptedPfxBlob", Good with { EncryptedPfxBlob = "<html>"u8.ToArray() } },
        { "EncryptedPfxPassword", Good with { EncryptedPfxPassword = null } },
        { "EncryptedPfxPassword", Good with { EncryptedPfxPassword = "not base64!" } },
        { "EncryptedPfxPassword", Good with { EncryptedPfxPassword = "c2VjcmV0" } },
        { "EncryptedPfxPassword", Good with { EncryptedPfxPassword = Convert.ToBase64String(new byte[4096]) } },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void Records_that_differ_in_form_only_are_the_same_delivery(string what, UserPfxRecord other)
    {
        Assert.True(Good.IsSameDelivery(other), what);
        Assert.True(other.IsSameDelivery(Good), what);
    }

    [Theory]
    [MemberData(nameof(Different))]
    public void Records_that_differ_in_substance_are_different_deliveries(string what, UserPfxRecord other) =>
        Assert.False(Good.IsSameDelivery(other), what);

    [Fact]
    public void A_complete_record_is_valid()
    {
        UserPfxRecordValidator.Validate(Good);
        UserPfxRecordValidator.Validate(Good with { EncryptedPfxBlob = [0x30, 0x80, 0x02, 0x01, 0x03, 0x00, 0x00] });
        UserPfxRecordValidator.Validate(Good with { IntendedPurpose = UserPfxPurpose.Unassigned });
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void A_record_that_cannot_be_sent_is_refused_with_the_member_named(string member, UserPfxRecord record)
    {
        var error = Assert.Throws<ImportException>(() => UserPfxRecordValidator.Validate(record));
        Assert.Equal(ImportErrorKind.RecordInvalid, error.Kind);
        Assert.Contains($" {member}: ", error.Message);
        Assert.Equal((IEnumerable<char>?)(record.UserPrincipalName ?? record.Thumbprint), error.Item);
    }
}
