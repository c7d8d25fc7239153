namespace SmimeCertTools.Sandbox.Requests;

/// <summary>A part of Graph's URL space.</summary>
internal interface IGraphResource
{
    /// <summary>The answer; null where the path is not one of this resource.</summary>
    /// <exception cref="RequestRefusedException">The answer is an error.</exception>
    SandboxResponse? Answer(SandboxRequest request);
}
