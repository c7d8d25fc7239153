using System.Management.Automation;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Connection;

/// <summary>Ends this runspace's connection to Graph and drops its token. Without a connection it does nothing.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "SmimeGraph")]
public sealed class DisconnectSmimeGraphCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        WriteVerbose(SmimeSession.Current.Connection is { } connection
            ? $"Disconnecting from {connection.GraphUri}."
            : "This session is not connected to Graph.");
        SmimeSession.EndCurrent();
    }
}
