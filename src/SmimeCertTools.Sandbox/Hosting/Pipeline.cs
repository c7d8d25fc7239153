using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>The way of every request, batch parts included: latency, faults, the service that answers, headers, log.</summary>
internal sealed class Pipeline(SandboxOptions options, SandboxState state, FaultPlan faults, IServiceRouter router)
    : IRequestProcessor
{
    private readonly RandomFaults _randomFaults = new(options.FaultRates);

    public async Task<SandboxResponse> ProcessAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        var time = options.Clock.GetUtcNow();
        if (options.Latency > TimeSpan.Zero && request.BatchPartId is null)
        {
            await Task.Delay(options.Latency, cancellationToken);
        }

        var fault = faults.Take(new FaultTarget(request))
            ?? (router.IsGraph(request) ? _randomFaults.Next(request) : null);
        return Finish(request, await AnswerAsync(request, fault, cancellationToken), fault, time);
    }

    /// <inheritdoc/>
    public SandboxResponse Fail(SandboxRequest request, int status, string code, string message)
    {
        var now = options.Clock.GetUtcNow();
        var response = new SandboxResponse
        {
            Status = status,
            Json = ErrorBody.Create(code, message, request, now),
            Diagnostic = message,
        };
        return Finish(request, response, fault: null, now);
    }

    private SandboxResponse Finish(SandboxRequest request, SandboxResponse response, FaultRule? fault, DateTimeOffset time)
    {
        response.Headers["request-id"] = request.RequestId.ToString();
        response.Headers["client-request-id"] = request.ClientRequestId;
        response.Headers["Date"] = options.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        Log(request, response, fault, time);
        return response;
    }

    private async Task<SandboxResponse> AnswerAsync(SandboxRequest request, FaultRule? fault, CancellationToken cancellationToken)
    {
        switch (fault?.Mode)
        {
            case FaultMode.Respond:
                return FaultResponse(request, fault);
            case FaultMode.RespondAfterEffect:
                await RouteAsync(request, cancellationToken);
                return FaultResponse(request, fault);
            case FaultMode.ResetBefore:
                return new SandboxResponse { Status = 0, IsReset = true };
            case FaultMode.ResetAfterEffect:
                await RouteAsync(request, cancellationToken);
                return new SandboxResponse { Status = 0, IsReset = true };
            case FaultMode.Delay:
                await Task.Delay(fault.Delay, cancellationToken);
                break;
        }

        return await RouteAsync(request, cancellationToken);
    }

    private async Task<SandboxResponse> RouteAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await router.RouteAsync(request, this, cancellationToken);
        }
        catch (RequestRefusedException refusal)
        {
            var body = ErrorBody.Create(refusal.Code, refusal.Message, request, options.Clock.GetUtcNow(), refusal.IsIntune);
            var response = new SandboxResponse
            {
                Status = refusal.Status,
                Json = body,
                Diagnostic = refusal.Diagnostic ?? refusal.Message,
            };
            foreach (var (name, value) in refusal.Headers)
            {
                response.Headers[name] = value;
            }

            return response;
        }
    }

    private SandboxResponse FaultResponse(SandboxRequest request, FaultRule fault)
    {
        var (code, message) = FaultText.For(fault);
        var response = new SandboxResponse
        {
            Status = fault.Status,
            Json = ErrorBody.Create(code, message, request, options.Clock.GetUtcNow()),
        };
        if (fault.RetryAfter is not null)
        {
            response.Headers["Retry-After"] = fault.RetryAfter;
        }

        return response;
    }

    private void Log(SandboxRequest request, SandboxResponse response, FaultRule? fault, DateTimeOffset time) =>
        state.Requests.Add(new LoggedRequest
        {
            Time = time,
            Method = request.Method,
            Path = request.Target,
            Status = response.Status,
            Body = request.Body.Length == 0 || !options.LogBodies ? null : LoggableBody(request),
            Headers = request.Headers.Where(header => !IsSecret(header.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase),
            BatchPartId = request.BatchPartId,
            Diagnostic = fault is null ? response.Diagnostic : $"fault: {fault.Mode}",
            RequestId = request.RequestId,
        });

    private static bool IsSecret(string header) =>
        header.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || header.Equals("X-IDENTITY-HEADER", StringComparison.OrdinalIgnoreCase);

    // Forms carry client secrets, assertions and refresh tokens.
    private static string LoggableBody(SandboxRequest request) => OAuthEndpoints.IsTokenRequest(request)
        ? string.Join('&', SandboxRequest.ParsePairs(request.BodyText()).Select(pair => pair.Key))
        : request.BodyText();
}

/// <summary>Finds the service that answers a request.</summary>
internal interface IServiceRouter
{
    /// <summary>Whether Microsoft Graph is meant, rather than sign-in or the sandbox's own pages.</summary>
    bool IsGraph(SandboxRequest request);

    /// <summary>Answers; throws <see cref="RequestRefusedException"/> for an error answer.</summary>
    Task<SandboxResponse> RouteAsync(SandboxRequest request, Pipeline pipeline, CancellationToken cancellationToken);
}
