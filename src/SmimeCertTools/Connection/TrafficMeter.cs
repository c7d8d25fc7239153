using System.Globalization;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Connection;

/// <summary>What a command has sent through its connection, and how the service holds it back.</summary>
internal sealed class TrafficMeter
{
    private readonly GraphConnection _connection;
    private readonly long _requests;
    private readonly long _throttled;

    public TrafficMeter(GraphConnection connection)
    {
        _connection = connection;
        var before = connection.Traffic;
        (_requests, _throttled) = (before.Requests, before.Throttled);
    }

    /// <summary>The requests sent since the command started; a batch is one.</summary>
    public long Requests => _connection.Traffic.Requests - _requests;

    /// <summary>The requests that were answered with 429 since then, parts of batches among them.</summary>
    public long Throttled => _connection.Traffic.Throttled - _throttled;

    /// <summary>How the service holds the command back at the moment, for progress; null when it does not.</summary>
    public string? Describe()
    {
        var traffic = _connection.Traffic;
        return traffic switch
        {
            { WaitsFor: { } wait } => string.Format(
                CultureInfo.CurrentCulture, "{0}going on in {1:0} s", ItemProgress.Waiting,
                System.Math.Ceiling(wait.TotalSeconds)),
            { WritesPerWindow: { } writes } => $"paced to {writes} writes in 20 s",
            _ => null,
        };
    }
}
