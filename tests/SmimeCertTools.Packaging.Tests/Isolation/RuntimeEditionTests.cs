using System;
using System.Runtime.InteropServices;
using SmimeCertTools.Hosting;
using Xunit;

namespace SmimeCertTools.Packaging.Tests.Isolation;

public sealed class RuntimeEditionTests
{
    [Theory]
    [InlineData(".NET 8.0.0")]
    [InlineData(".NET 8.0.31")]
    [InlineData(".NET 9.0.20")]
    [InlineData(".NET 10.0.0-rc.2.25502.107")]
    [InlineData(".NET 11.0.0")]
    public void PowerShell_7_takes_core(string runtime) => Assert.Equal("core", RuntimeEdition.Of(runtime));

    [Theory]
    [InlineData(".NET Framework 4.8.9290.0")]
    [InlineData("Mono 6.8.0.105 (Debian 6.8.0.105+dfsg-3.3)")]
    public void Windows_PowerShell_takes_desktop(string runtime) => Assert.Equal("desktop", RuntimeEdition.Of(runtime));

    [Fact]
    public void This_runtime_takes_core() => Assert.Equal("core", RuntimeEdition.Of(RuntimeInformation.FrameworkDescription));

    [Theory]
    [InlineData(".NET Core 4.6.30411.01")] // PowerShell 6.2
    [InlineData(".NET Core 3.1.3")] // 7.0
    [InlineData(".NET 5.0.17")] // 7.1
    [InlineData(".NET 6.0.36")] // 7.2
    [InlineData(".NET 7.0.20")] // 7.3
    public void An_older_PowerShell_is_told_what_is_needed(string runtime)
    {
        var error = Assert.Throws<PlatformNotSupportedException>(() => RuntimeEdition.Of(runtime));
        Assert.Contains("needs PowerShell 7.4 or later", error.Message, StringComparison.Ordinal);
        Assert.Contains(runtime, error.Message, StringComparison.Ordinal);
    }
}
