using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Tests.Hosting;

/// <summary>Starts what a test gives it for each input object.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "FanOutProbe")]
public sealed class InvokeFanOutProbeCommand : FanOutCmdlet
{
    [Parameter(Mandatory = true)]
    public Func<InvokeFanOutProbeCommand, int, CancellationToken, Task> Item { get; set; } = null!;

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public int Number { get; set; }

    [Parameter]
    public int ThrottleLimit { get; set; } = 3;

    protected override int MaxConcurrency => ThrottleLimit;

    public void WriteError(SmimeException error, object? target) => WriteItemError(error, target);

    protected override Task ProcessAsync()
    {
        var number = Number;
        return StartItemAsync(token => Item(this, number, token));
    }
}
