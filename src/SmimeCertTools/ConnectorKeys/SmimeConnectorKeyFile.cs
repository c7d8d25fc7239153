using SmimeCertTools.Core.KeyProtection;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>A connector key, or its public half, in a file.</summary>
public sealed class SmimeConnectorKeyFile : SmimeConnectorKey
{
    internal SmimeConnectorKeyFile(SmimeConnectorKeyKind kind, ConnectorPublicKey key, string path, string? publicKeyPath = null)
        : base(kind, key)
    {
        Path = path;
        PublicKeyPath = publicKeyPath;
    }

    /// <summary>The file, by its full path.</summary>
    public string Path { get; }

    /// <summary>The file with the public half that was written beside it; null where only one file is spoken of.</summary>
    public string? PublicKeyPath { get; }
}
