using System;
using System.Net;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Faults;

/// <summary>A fault that befalls the requests it matches.</summary>
public sealed class FaultRule
{
    /// <summary>Which requests are meant.</summary>
    public required Func<FaultTarget, bool> Match { get; init; }

    /// <summary>How many matching requests are hit; default 1. <see cref="int.MaxValue"/> for all.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many matching requests pass before; default 0.</summary>
    public int Skip { get; init; }

    /// <summary>What happens. Default: an answer without effect.</summary>
    public FaultMode Mode { get; init; } = FaultMode.Respond;

    /// <summary>The status of the answer. Default 503.</summary>
    public int Status { get; init; } = (int)HttpStatusCode.ServiceUnavailable;

    /// <summary>The Retry-After header as sent, in any form; null for none.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The error code of the answer; null for one that fits the status.</summary>
    public string? Code { get; init; }

    /// <summary>The error message of the answer; null for one that fits the status.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// A page in the place of the service's answer, as of a proxy or a network's sign-in page on the way; null for the service's
    /// own error. Empty for an answer without content.
    /// </summary>
    public string? Page { get; init; }

    /// <summary>The wait of <see cref="FaultMode.Delay"/>.</summary>
    public TimeSpan Delay { get; init; }
}

/// <summary>What a fault rule sees of a request.</summary>
public sealed class FaultTarget
{
    private readonly SandboxRequest _request;

    internal FaultTarget(SandboxRequest request) => _request = request;

    /// <summary>The method, upper case.</summary>
    public string Method => _request.Method;

    /// <summary>Path and query as sent, still URL-encoded; inside a batch with the version in front.</summary>
    public string Path => _request.Target;

    /// <summary>The body as text; empty without.</summary>
    public string Body => _request.BodyText();

    /// <summary>Whether it came inside a batch.</summary>
    public bool IsBatchPart => _request.BatchPartId is not null;
}

/// <summary>Kinds of faults.</summary>
public enum FaultMode
{
    /// <summary>An error answer; the request takes no effect.</summary>
    Respond,

    /// <summary>An error answer although the request takes effect.</summary>
    RespondAfterEffect,

    /// <summary>The connection is reset; the request takes no effect.</summary>
    ResetBefore,

    /// <summary>The connection is reset after the request took effect.</summary>
    ResetAfterEffect,

    /// <summary>The answer comes late.</summary>
    Delay,

    /// <summary>A page of a proxy with the status 200; the request takes no effect.</summary>
    UnreadableBefore,

    /// <summary>A page of a proxy with the status 200 after the request took effect.</summary>
    UnreadableAfterEffect,

    /// <summary>A success that shows what was there before: the request takes no effect. For changes of one thing.</summary>
    SuccessWithoutEffect,

    /// <summary>A listing without anything in it, as of a replica that lags behind.</summary>
    EmptyList,
}
