using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>userPFXCertificate of Graph's beta metadata. Required is what the service needs to deliver a record.</summary>
internal static class UserPfxSchema
{
    public static EnumSchema IntendedPurpose { get; } =
        new("userPfxIntendedPurpose", ["unassigned", "smimeEncryption", "smimeSigning", "vpn", "wifi"]);

    public static EnumSchema PaddingScheme { get; } =
        new("userPfxPaddingScheme", ["none", "pkcs1", "oaepSha1", "oaepSha256", "oaepSha384", "oaepSha512"]);

    public static EntitySchema Type { get; } = new("userPFXCertificate",
    [
        new("createdDateTime", MemberKind.DateTimeOffset),
        new("encryptedPfxBlob", MemberKind.Binary) { IsNullable = true, IsRequired = true },
        new("encryptedPfxPassword", MemberKind.String) { IsNullable = true, IsRequired = true },
        new("expirationDateTime", MemberKind.DateTimeOffset) { IsRequired = true },
        new("intendedPurpose", MemberKind.Enum) { IsRequired = true, Enum = IntendedPurpose },
        new("keyName", MemberKind.String) { IsNullable = true, IsRequired = true },
        new("lastModifiedDateTime", MemberKind.DateTimeOffset),
        new("paddingScheme", MemberKind.Enum) { IsRequired = true, Enum = PaddingScheme },
        new("providerName", MemberKind.String) { IsNullable = true, IsRequired = true },
        new("startDateTime", MemberKind.DateTimeOffset) { IsRequired = true },
        new("thumbprint", MemberKind.String) { IsNullable = true, IsRequired = true },
        new("userPrincipalName", MemberKind.String) { IsNullable = true, IsRequired = true },
    ]);
}
