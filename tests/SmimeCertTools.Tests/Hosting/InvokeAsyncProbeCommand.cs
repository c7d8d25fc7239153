using System;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Tests.Hosting;

/// <summary>Runs what a test gives it as its process block.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "AsyncProbe")]
public sealed class InvokeAsyncProbeCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true)]
    public Func<InvokeAsyncProbeCommand, Task> Process { get; set; } = null!;

    public CancellationToken Token => Cancellation;

    public GraphConnection Connection => RequireConnection();

    public Action<string> PersonalMessage => MessageToPerson();

    public void WriteError(SmimeException error, object? target) => WriteItemError(error, target);

    protected override Task ProcessAsync() => Process(this);
}
