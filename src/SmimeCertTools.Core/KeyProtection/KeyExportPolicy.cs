using System.Security.Cryptography;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Which keys a provider gives out.</summary>
internal static class KeyExportPolicy
{
    /// <summary>
    /// Whether a key of this policy can be exported here. One that may leave its provider only encrypted can with .NET, which
    /// takes it out by a password of its own; RSACng of .NET Framework asks for plain text and is refused.
    /// </summary>
    public static bool IsExportable(CngExportPolicies policy) =>
#if NET
        (policy & (CngExportPolicies.AllowExport | CngExportPolicies.AllowPlaintextExport)) != 0;
#else
        (policy & CngExportPolicies.AllowPlaintextExport) != 0;
#endif
}
