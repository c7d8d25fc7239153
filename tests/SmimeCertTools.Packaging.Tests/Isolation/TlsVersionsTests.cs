using System.Net;
using SmimeCertTools.Loader;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Isolation;

public sealed class TlsVersionsTests
{
    private const SecurityProtocolType Ssl3AndTls10 = (SecurityProtocolType)(0x30 | 0xC0);

    [Fact]
    public void Windows_choice_stays_Windows_choice() =>
        Assert.Equal(SecurityProtocolType.SystemDefault, TlsVersions.WithTls12(SecurityProtocolType.SystemDefault));

    [Fact]
    public void Tls_1_2_is_added_and_nothing_taken_away()
    {
        Assert.Equal(Ssl3AndTls10 | SecurityProtocolType.Tls12, TlsVersions.WithTls12(Ssl3AndTls10));
        Assert.Equal(SecurityProtocolType.Tls12, TlsVersions.WithTls12(SecurityProtocolType.Tls12));
        Assert.Equal(SecurityProtocolType.Tls13 | SecurityProtocolType.Tls12, TlsVersions.WithTls12(SecurityProtocolType.Tls13));
    }
}
