using System.Net;

namespace SmimeCertTools.Loader;

/// <summary>The versions of TLS that Windows PowerShell's process offers.</summary>
internal static class TlsVersions
{
    /// <summary>
    /// <paramref name="current"/> and TLS 1.2 besides, which Microsoft Entra ID and Graph demand: powershell.exe of older set-ups
    /// offers SSL 3.0 and TLS 1.0 alone. The value that leaves the choice to Windows stays as it is, and nothing is taken away.
    /// </summary>
    public static SecurityProtocolType WithTls12(SecurityProtocolType current) =>
        current == SecurityProtocolType.SystemDefault ? current : current | SecurityProtocolType.Tls12;
}
