using System.Management.Automation;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Connection;

/// <summary>
/// Shows who is signed in where and which permissions are missing; never the token. Without a connection it writes nothing.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SmimeGraphContext")]
[OutputType(typeof(SmimeGraphContext))]
public sealed class GetSmimeGraphContextCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (SmimeSession.Current.Connection is { } connection)
        {
            WriteObject(new SmimeGraphContext(connection));
        }
    }
}
