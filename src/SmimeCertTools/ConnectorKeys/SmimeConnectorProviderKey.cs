using System.Linq;
using SmimeCertTools.Core;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>A connector key in a key storage provider of this computer.</summary>
public sealed class SmimeConnectorProviderKey : SmimeConnectorKey
{
    private readonly ConnectorKeyInfo _info;

    internal SmimeConnectorProviderKey(ConnectorKeyInfo info)
        : base(SmimeConnectorKeyKind.ProviderKey, info.PublicKey)
    {
        _info = info;
        Access = info.Access?.Select(entry => new SmimeConnectorKeyAccess(entry)).ToArray();
    }

    /// <summary>The provider.</summary>
    public string ProviderName => _info.ProviderName.Visible();

    /// <summary>The key's name in it.</summary>
    public string KeyName => _info.KeyName.Visible();

    /// <summary>Whether the provider gives the private half out.</summary>
    public bool IsExportable => _info.IsExportable;

    /// <summary>Who may use the private half; null where the provider does not say.</summary>
    public SmimeConnectorKeyAccess[]? Access { get; }

    /// <summary>Name, provider and fingerprint.</summary>
    public override string ToString() => ViewText.Text($"{KeyName} ({ProviderName}): {KeySize} bits, {Fingerprint}");
}
