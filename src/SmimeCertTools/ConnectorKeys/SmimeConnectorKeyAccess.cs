using SmimeCertTools.Core;
using SmimeCertTools.Core.KeyProtection;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>One entry of a connector key's access list.</summary>
public sealed class SmimeConnectorKeyAccess
{
    private readonly ConnectorKeyAccess _entry;

    internal SmimeConnectorKeyAccess(ConnectorKeyAccess entry) => _entry = entry;

    /// <summary>The account's name, or its SID where it has none on this computer.</summary>
    public string Account => _entry.Account.Visible();

    /// <summary>The account's SID.</summary>
    public string Sid => _entry.Sid.Visible();

    /// <summary>Whether the entry denies rather than allows.</summary>
    public bool IsDenied => _entry.IsDenied;

    /// <summary>Whether the entry is about the use of the private key.</summary>
    public bool CanUse => _entry.CanUse;

    /// <summary>The account, for tables.</summary>
    public override string ToString() => IsDenied ? $"{Account} (denied)" : CanUse ? Account : $"{Account} (no use)";
}
