using SmimeCertTools.Core.KeyProtection;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>One entry of a connector key's access list.</summary>
public sealed class SmimeConnectorKeyAccess
{
    internal SmimeConnectorKeyAccess(ConnectorKeyAccess entry)
    {
        Account = entry.Account;
        Sid = entry.Sid;
        IsDenied = entry.IsDenied;
        CanUse = entry.CanUse;
    }

    /// <summary>The account's name, or its SID where it has none on this computer.</summary>
    public string Account { get; }

    /// <summary>The account's SID.</summary>
    public string Sid { get; }

    /// <summary>Whether the entry denies rather than allows.</summary>
    public bool IsDenied { get; }

    /// <summary>Whether the entry is about the use of the private key.</summary>
    public bool CanUse { get; }

    /// <summary>The account, for tables.</summary>
    public override string ToString() => IsDenied ? $"{Account} (denied)" : CanUse ? Account : $"{Account} (no use)";
}
