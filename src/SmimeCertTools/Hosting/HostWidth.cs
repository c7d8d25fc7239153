using System;
using System.IO;
using System.Management.Automation.Host;

namespace SmimeCertTools.Hosting;

/// <summary>The width of a host's console.</summary>
internal static class HostWidth
{
    /// <summary>How many characters a line has; null where the host has no console or does not say.</summary>
    public static int? Of(PSHost? host)
    {
        try
        {
            return host?.UI?.RawUI?.BufferSize.Width is { } width and > 0 ? width : null;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or NotSupportedException
            or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
