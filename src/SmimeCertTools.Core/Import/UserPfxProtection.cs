using System;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx.Writing;

namespace SmimeCertTools.Core.Import;

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
