using System.Threading;
using System.Threading.Tasks;

namespace SmimeCertTools.Sandbox.Requests;

/// <summary>Answers a request that is a part of another, the way that every request goes.</summary>
internal interface IRequestProcessor
{
    /// <summary>Asks the service that is meant.</summary>
    Task<SandboxResponse> ProcessAsync(SandboxRequest request, CancellationToken cancellationToken);

    /// <summary>An error answer without asking the service.</summary>
    SandboxResponse Fail(SandboxRequest request, RequestRefusedException refusal);
}
