using System;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Sandbox.Tests;

/// <summary>One CA and one connector key for all tests of a run; made on first use.</summary>
internal static class TestPki
{
    private static readonly Lazy<CertificateFactory> LazyFactory = new(() => new CertificateFactory { DistinctKeys = 24 });
    private static readonly Lazy<ConnectorKeyPair> LazyKey = new(() => ConnectorKeyPair.Create(2048));

    public static CertificateFactory Factory => LazyFactory.Value;

    public static ConnectorKeyPair ConnectorKey => LazyKey.Value;

    /// <summary>A person's certificate that became valid some days ago, for a year.</summary>
    public static PersonCertificate Person(int daysAgo = 1, CertificateUsage usage = CertificateUsage.Dual) => new()
    {
        MailAddress = SandboxSession.Anna,
        Usage = usage,
        NotBefore = TimeProvider.System.GetUtcNow().AddDays(-daysAgo),
    };
}
