using System;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>A userPFXCertificate as the service keeps it. Names of enumerations are those of the wire.</summary>
public sealed record StoredUserPfx
{
    /// <summary>The user's object id in 32 hexadecimal digits, a dash, the thumbprint as sent.</summary>
    public required string Id { get; init; }

    /// <summary>The user as the uploader wrote it.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The thumbprint as the uploader wrote it.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>unassigned, smimeEncryption, smimeSigning, vpn or wifi.</summary>
    public required string IntendedPurpose { get; init; }

    /// <summary>First moment of validity, as the uploader says.</summary>
    public required DateTimeOffset StartDateTime { get; init; }

    /// <summary>Last moment of validity, as the uploader says.</summary>
    public required DateTimeOffset ExpirationDateTime { get; init; }

    /// <summary>The key storage provider.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The key's name.</summary>
    public required string KeyName { get; init; }

    /// <summary>none, oaepSha256, oaepSha384 or oaepSha512.</summary>
    public required string PaddingScheme { get; init; }

    /// <summary>The PFX as uploaded.</summary>
    public required byte[] EncryptedPfxBlob { get; init; }

    /// <summary>The encrypted password in base64.</summary>
    public required string EncryptedPfxPassword { get; init; }

    /// <summary>When the service took it.</summary>
    public required DateTimeOffset CreatedDateTime { get; init; }

    /// <summary>When the service last changed it.</summary>
    public required DateTimeOffset LastModifiedDateTime { get; init; }
}
