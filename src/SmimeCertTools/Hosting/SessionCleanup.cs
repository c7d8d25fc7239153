using System.Management.Automation;

namespace SmimeCertTools.Hosting;

/// <summary>Ends the connection of a runspace when the module is removed from it. Other runspaces keep theirs.</summary>
public sealed class SessionCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => SmimeSession.EndCurrent();
}
