using System;
using System.Management.Automation;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Tests.Hosting;

/// <summary>Tells of waits as a command does whose requests are all asked to wait.</summary>
[Cmdlet(VerbsCommon.Show, "WaitProbe")]
public sealed class ShowWaitProbeCommand : PSCmdlet
{
    /// <summary>How long each waits, in seconds.</summary>
    [Parameter(Mandatory = true)]
    public double[] Seconds { get; set; } = null!;

    protected override void ProcessRecord()
    {
        using var display = new WaitDisplay(this, action => action());
        foreach (var seconds in Seconds)
        {
            var delay = TimeSpan.FromSeconds(seconds);
            display.Tell(new GraphRetry(429, delay, 1, IsServerDelay: true) { Until = DateTimeOffset.UnixEpoch + delay });
        }

        display.Complete();
    }
}
