using SmimeCertTools.Core;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Hosting;

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

    /// <summary>The file's name, and that of the public half where it was written.</summary>
    public string FileName => (PublicKeyPath is null
        ? System.IO.Path.GetFileName(Path)
        : $"{System.IO.Path.GetFileName(Path)}, {System.IO.Path.GetFileName(PublicKeyPath)}").Visible();

    /// <summary>File and fingerprint.</summary>
    public override string ToString() => ViewText.Text($"{Path}: {KeySize} bits, {Fingerprint}");
}
