using System;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Import;

/// <summary>One PFX file and the user it is for.</summary>
public sealed class UserPfxSource
{
    /// <summary>The user's principal name.</summary>
    public required string UserPrincipalName { get; init; }

    /// <summary>The PFX file's full path in the file system; with <see cref="Content"/>, what messages call it.</summary>
    public required string Path { get; init; }

    /// <summary>The PFX itself, so that nothing is read; null to read the file. It may be overwritten.</summary>
    public byte[]? Content { get; init; }

    /// <summary>The PFX's password; the caller disposes of it.</summary>
    public required SecretText Password { get; init; }

    /// <summary>The purpose; null to follow the certificate's key usage.</summary>
    public UserPfxPurpose? IntendedPurpose { get; init; }
}

/// <summary>With which connector key records are protected.</summary>
public sealed class UserPfxProtection
{
    /// <summary>Encrypts the passwords.</summary>
    public required PasswordProtector Protector { get; init; }

    /// <summary>The key storage provider on the connectors.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The key's name in it.</summary>
    public required string KeyName { get; init; }

    /// <summary>
    /// How PFX files are written anew, under a random password; unchanged, each file's very bytes are uploaded under its own.
    /// </summary>
    public SmimePfxEncryption Encryption { get; init; }
}
