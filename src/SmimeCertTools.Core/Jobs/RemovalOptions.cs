using System.Collections.Generic;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Catalog;
using SmimeCertTools.Core.Revocation;

namespace SmimeCertTools.Core.Jobs;

/// <summary>How a removal is done.</summary>
public sealed class RemovalOptions
{
    /// <summary>How many certificates are worked on at a time.</summary>
    public int ThrottleLimit { get; init; } = 16;

    /// <summary>The list for the CA; null for none. The caller's.</summary>
    public RevocationList? Revocations { get; init; }

    /// <summary>
    /// Whether a certificate stays whose issuer and serial number are not known: the CA could not be told what to revoke. One
    /// that has expired needs no revocation.
    /// </summary>
    public bool RequiresSerialNumbers { get; init; }

    /// <summary>An archive's certificates by thumbprint, whose issuers and serial numbers are known.</summary>
    public IReadOnlyDictionary<string, CatalogEntry> Known { get; init; } = new Dictionary<string, CatalogEntry>();

    /// <summary>What earlier runs did, where no file of results is written; null for nothing.</summary>
    public RemovalIndex? Earlier { get; init; }
}
