using System;
using SmimeCertTools.Core.KeyProtection;

namespace SmimeCertTools.Core.Records;

/// <summary>
/// One userPFXCertificate of Microsoft Graph (beta): a user's PFX and its protected password. Nothing in it is secret to those
/// who lack the connector's private key. A record read back from Graph has no blob and no password.
/// </summary>
public sealed record UserPfxRecord
{
    private const int ObjectIdDigits = 32;

    /// <summary>The service's key; null before the record is uploaded.</summary>
    public string? Id { get; init; }

    /// <summary>
    /// The object id of the user that the record was imported for: the id begins with it, in 32 hexadecimal digits and a dash.
    /// Null when there is no id or it has another form.
    /// </summary>
    public Guid? UserId => Id is { Length: > ObjectIdDigits } id && id[ObjectIdDigits] == '-'
        && Guid.TryParseExact(id.Substring(0, ObjectIdDigits), "N", out var user) ? user : null;

    /// <summary>The user the certificate is delivered to, by the name at the time of the import.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>SHA-1 thumbprint of the certificate, 40 hexadecimal digits, upper case.</summary>
    public required string Thumbprint { get; init; }

    /// <summary>The purpose tag.</summary>
    public required UserPfxPurpose IntendedPurpose { get; init; }

    /// <summary>First moment of the certificate's validity, UTC.</summary>
    public required DateTimeOffset StartDateTime { get; init; }

    /// <summary>Last moment of the certificate's validity, UTC.</summary>
    public required DateTimeOffset ExpirationDateTime { get; init; }

    /// <summary>The key storage provider on the connectors that holds the private key.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The name of the private key in that provider.</summary>
    public required string KeyName { get; init; }

    /// <summary>The padding of <see cref="EncryptedPfxPassword"/>.</summary>
    public required UserPfxPaddingScheme PaddingScheme { get; init; }

    /// <summary>The PFX; null or empty when read back.</summary>
    public byte[]? EncryptedPfxBlob { get; init; }

    /// <summary>The encrypted password in base64; null or empty when read back.</summary>
    public string? EncryptedPfxPassword { get; init; }

    /// <summary>When the record was imported; null before.</summary>
    public DateTimeOffset? CreatedDateTime { get; init; }

    /// <summary>When the record was last changed; null before.</summary>
    public DateTimeOffset? LastModifiedDateTime { get; init; }

    /// <summary>The members that the service did not show, so that what stands for them here says nothing.</summary>
    internal UserPfxMembers Unshown { get; init; }

    /// <summary>
    /// Whether <paramref name="other"/> would be delivered and opened the same way: same user, certificate, purpose, validity (to
    /// the second), key, provider and padding. The PFX and the password cannot be read back and are not compared.
    /// </summary>
    /// <remarks>
    /// User and thumbprint are compared without regard to case. Provider and key names are compared exactly: some providers tell
    /// cases apart, and to call a record the same that no connector can open would be worse than to call it different.
    /// </remarks>
    public bool IsSameDelivery(UserPfxRecord other)
    {
        Guard.NotNull(other);
        return string.Equals(UserPrincipalName, other.UserPrincipalName, StringComparison.OrdinalIgnoreCase)
            && string.Equals(Thumbprint, other.Thumbprint, StringComparison.OrdinalIgnoreCase)
            && IntendedPurpose == other.IntendedPurpose
            && PaddingScheme == other.PaddingScheme
            && string.Equals(ProviderName, other.ProviderName, StringComparison.Ordinal)
            && string.Equals(KeyName, other.KeyName, StringComparison.Ordinal)
            && IsSameSecond(StartDateTime, other.StartDateTime)
            && IsSameSecond(ExpirationDateTime, other.ExpirationDateTime);
    }

    private static bool IsSameSecond(DateTimeOffset left, DateTimeOffset right) =>
        left.UtcTicks / TimeSpan.TicksPerSecond == right.UtcTicks / TimeSpan.TicksPerSecond;
}

/// <summary>The members of a record that a service may leave out of an answer.</summary>
[Flags]
internal enum UserPfxMembers
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The user principal name.</summary>
    UserPrincipalName = 1,

    /// <summary>The thumbprint.</summary>
    Thumbprint = 2,

    /// <summary>The purpose.</summary>
    Purpose = 4,

    /// <summary>The first moment of validity.</summary>
    Start = 8,

    /// <summary>The last moment of validity.</summary>
    Expiry = 16,

    /// <summary>The key storage provider.</summary>
    ProviderName = 32,

    /// <summary>The key's name.</summary>
    KeyName = 64,

    /// <summary>The padding of the password.</summary>
    Padding = 128,
}
