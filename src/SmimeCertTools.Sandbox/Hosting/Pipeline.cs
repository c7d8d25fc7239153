using System;
using System.Globalization;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Faults;
using SmimeCertTools.Sandbox.OAuth;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>The way of every request, batch parts included: latency, faults, the service that answers, headers, log.</summary>
internal sealed class Pipeline(SandboxOptions options, SandboxState state, FaultPlan faults, ServiceRouter router)
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
            ?? (ServiceRouter.IsGraph(request) ? _randomFaults.Next(request) : null);
        return Finish(request, await AnswerAsync(request, fault, cancellationToken), fault, time);
    }

    /// <inheritdoc/>
    public SandboxResponse Fail(SandboxRequest request, RequestRefusedException refusal) =>
        Finish(request, Refuse(request, refusal), fault: null, options.Clock.GetUtcNow());

    private SandboxResponse Finish(SandboxRequest request, SandboxResponse response, FaultRule? fault, DateTimeOffset time)
    {
        if (!response.IsForeign)
        {
            response.Headers["request-id"] = request.RequestId.ToString();
            response.Headers["client-request-id"] = request.ClientRequestId;
        }

        response.Headers["Date"] = options.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        Log(request, response, fault, time);
        return response;
    }

    private async Task<SandboxResponse> AnswerAsync(SandboxRequest request, FaultRule? fault, CancellationToken cancellationToken)
    {
        if (fault?.Mode == FaultMode.Delay)
        {
            await Task.Delay(fault.Delay, cancellationToken);
        }

        var response = fault?.Mode switch
        {
            FaultMode.Respond or FaultMode.ResetBefore or FaultMode.UnreadableBefore or FaultMode.EmptyList => null,
            FaultMode.SuccessWithoutEffect => await RouteAsync(request.AsRead(), cancellationToken),
            _ => await RouteAsync(request, cancellationToken),
        };
        return fault?.Mode switch
        {
            FaultMode.UnreadableBefore or FaultMode.UnreadableAfterEffect =>
                new SandboxResponse { Status = 200, Html = "<html><body>Sign in to the proxy.</body></html>" },
            FaultMode.EmptyList => SandboxResponse.Ok(new JsonObject { ["value"] = new JsonArray() }),
            FaultMode.Respond or FaultMode.RespondAfterEffect when fault.Page is { } page =>
                new SandboxResponse { Status = fault.Status, Html = page, IsForeign = true },
            FaultMode.Respond or FaultMode.RespondAfterEffect => Refuse(request, FaultText.For(fault)),
            FaultMode.ResetBefore or FaultMode.ResetAfterEffect => new SandboxResponse { Status = 0, IsReset = true },
            _ => response!,
        };
    }

    private async Task<SandboxResponse> RouteAsync(SandboxRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await router.RouteAsync(request, this, cancellationToken);
        }
        catch (RequestRefusedException refusal)
        {
            return Refuse(request, refusal);
        }
    }

    private SandboxResponse Refuse(SandboxRequest request, RequestRefusedException refusal) => new()
    {
        Status = refusal.Status,
        Json = ErrorBody.Create(refusal, request, options.Clock.GetUtcNow()),
        Headers = new(refusal.Headers, StringComparer.OrdinalIgnoreCase),
        Diagnostic = refusal.Diagnostic ?? refusal.Message,
    };

    private void Log(SandboxRequest request, SandboxResponse response, FaultRule? fault, DateTimeOffset time) =>
        state.Requests.Add(new LoggedRequest(time, request.Method, request.Target, response.Status,
            request.Body.Length == 0 || !options.LogBodies ? null : LoggableBody(request),
            request.Headers.Where(header => !IsSecret(header.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase),
            request.BatchPartId, fault is null ? response.Diagnostic : $"fault: {fault.Mode}", request.RequestId));

    private static bool IsSecret(string header) =>
        header.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        || header.Equals("X-IDENTITY-HEADER", StringComparison.OrdinalIgnoreCase);

    // Forms carry client secrets, assertions and refresh tokens.
    private static string LoggableBody(SandboxRequest request) => OAuthEndpoints.IsTokenRequest(request)
        ? string.Join('&', SandboxRequest.ParsePairs(request.BodyText()).Select(pair => pair.Key)) : request.BodyText();
}
