using System.Collections.Generic;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>A connector key in a key storage provider.</summary>
public sealed class ConnectorKeyInfo
{
    /// <summary>The provider.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The key's name in it.</summary>
    public required string KeyName { get; init; }

    /// <summary>The public half.</summary>
    public required ConnectorPublicKey PublicKey { get; init; }

    /// <summary>Whether the provider gives the private half out.</summary>
    public required bool IsExportable { get; init; }

    /// <summary>Who may use the private half; null where the provider does not say.</summary>
    public IReadOnlyList<ConnectorKeyAccess>? Access { get; init; }
}

/// <summary>One entry of a key's access list.</summary>
public sealed class ConnectorKeyAccess
{
    /// <summary>The account's name, such as <c>NT AUTHORITY\SYSTEM</c>, or its SID where it has none here.</summary>
    public required string Account { get; init; }

    /// <summary>The account's SID.</summary>
    public required string Sid { get; init; }

    /// <summary>Whether the entry denies rather than allows.</summary>
    public bool IsDenied { get; init; }

    /// <summary>Whether the entry covers the use of the private key (GENERIC_READ).</summary>
    public required bool CanUse { get; init; }
}

/// <summary>What a key in a key storage provider is to be.</summary>
public sealed class ConnectorKeyRequest
{
    /// <summary>The provider.</summary>
    public required string ProviderName { get; init; }

    /// <summary>The key's name in it.</summary>
    public required string KeyName { get; init; }

    /// <summary>Bits of the modulus; not used where a key is imported.</summary>
    public int KeySize { get; init; } = ConnectorPrivateKey.DefaultKeySize;

    /// <summary>Whether the provider may give the private half out later. Default false.</summary>
    public bool Exportable { get; init; }

    /// <summary>
    /// The account that the connector's service runs as, besides SYSTEM and Administrators: <c>domain\name</c>,
    /// <c>name@domain</c> or a SID; null for none.
    /// </summary>
    public string? ServiceAccount { get; init; }

    /// <summary>Whether a key of that name is replaced. Default false.</summary>
    public bool Replace { get; init; }
}
