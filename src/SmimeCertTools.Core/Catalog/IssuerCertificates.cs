using System;
using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx;

namespace SmimeCertTools.Core.Catalog;

/// <summary>Finds the issuers of certificates among those of some authorities.</summary>
internal sealed class IssuerCertificates
{
    private readonly ChainBuilder _chains;

    /// <param name="authorities">The authorities' certificates in DER.</param>
    public IssuerCertificates(IEnumerable<byte[]> authorities) =>
        _chains = new ChainBuilder(authorities.Select(ParsedCertificate.Read));

    /// <summary>The issuers of a certificate, its own first, in DER; those that are known.</summary>
    public IReadOnlyList<byte[]> Of(CatalogEntry entry) => entry.RawData is { } der
        ? [.. _chains.Build(ParsedCertificate.Read(der)).Select(issuer => issuer.RawData)] : [];
}
