using System.Reflection;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using SmimeCertTools.Core.KeyProtection;
using Xunit;

namespace SmimeCertTools.Core.Tests.KeyProtection;

public sealed class KeyExportPolicyTests
{
    private static readonly bool IsBuiltForNet = typeof(KeyExportPolicy).Assembly.GetCustomAttribute<TargetFrameworkAttribute>()!
        .FrameworkName.StartsWith(".NETCoreApp", System.StringComparison.Ordinal);

    [Fact]
    public void A_key_that_may_leave_in_plain_text_is_exportable_everywhere()
    {
        Assert.True(KeyExportPolicy.IsExportable(CngExportPolicies.AllowPlaintextExport));
        Assert.True(KeyExportPolicy.IsExportable(CngExportPolicies.AllowPlaintextExport | CngExportPolicies.AllowExport));
    }

    [Fact]
    public void A_key_that_may_leave_only_encrypted_is_exportable_with_dotnet_alone() =>
        Assert.Equal(IsBuiltForNet, KeyExportPolicy.IsExportable(CngExportPolicies.AllowExport));

    [Fact]
    public void A_key_that_may_not_leave_or_only_for_archiving_is_not_exportable()
    {
        Assert.False(KeyExportPolicy.IsExportable(CngExportPolicies.None));
        Assert.False(KeyExportPolicy.IsExportable(CngExportPolicies.AllowArchiving | CngExportPolicies.AllowPlaintextArchiving));
    }
}
