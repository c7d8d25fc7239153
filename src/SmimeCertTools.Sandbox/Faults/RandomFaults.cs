using System;
using System.Threading;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Faults;

/// <summary>Draws the random faults, one number a request.</summary>
internal sealed class RandomFaults(FaultRates rates)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(rates.Seed);

    public FaultRule? Next(SandboxRequest request)
    {
        // The envelope of a batch has no effect of its own: its parts are drawn.
        if (request.Path.EndsWith("/$batch", StringComparison.OrdinalIgnoreCase) || (rates.WritesOnly && !request.IsWrite))
        {
            return null;
        }

        double draw;
        lock (_lock)
        {
            draw = _random.NextDouble();
        }

        return Pick(ref draw, rates.TooManyRequests, FaultMode.Respond, 429)
            ?? Pick(ref draw, rates.ServiceUnavailable, FaultMode.Respond, 503)
            ?? Pick(ref draw, rates.GatewayTimeout, FaultMode.Respond, 504)
            ?? Pick(ref draw, rates.GatewayTimeoutAfterEffect, FaultMode.RespondAfterEffect, 504)
            ?? Pick(ref draw, rates.ResetBefore, FaultMode.ResetBefore, 0)
            ?? Pick(ref draw, rates.ResetAfterEffect, FaultMode.ResetAfterEffect, 0)
            ?? Pick(ref draw, request.IsWrite ? rates.UnreadableAfterEffect : 0, FaultMode.UnreadableAfterEffect, 200);
    }

    private FaultRule? Pick(ref double draw, double rate, FaultMode mode, int status)
    {
        if (draw >= 0 && draw < rate)
        {
            return new FaultRule
            {
                Match = _ => true,
                Mode = mode,
                Status = status,
                RetryAfter = status is 429 or 503 ? rates.RetryAfter : null,
            };
        }

        draw -= rate;
        return null;
    }
}
