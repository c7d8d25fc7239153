using SmimeCertTools.Sandbox.DirectoryObjects;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>What the sandbox's tenant holds, to look into and to change.</summary>
public sealed class SandboxState
{
    internal SandboxState(int requestLogCapacity) => Requests = new RequestLog(requestLogCapacity);

    /// <summary>The users.</summary>
    public UserDirectory Users { get; } = new();

    /// <summary>The groups.</summary>
    public GroupDirectory Groups { get; } = new();

    /// <summary>The users' PFX records.</summary>
    public UserPfxStore UserPfxCertificates { get; } = new();

    /// <summary>The requests answered.</summary>
    public RequestLog Requests { get; }
}
