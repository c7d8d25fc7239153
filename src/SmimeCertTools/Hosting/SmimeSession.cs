using System;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Hosting;

/// <summary>
/// What a runspace holds between commands: its connection to Graph. It ends with Disconnect-SmimeGraph, with the module's removal
/// from the runspace, or with the runspace.
/// </summary>
internal sealed class SmimeSession
{
    private static readonly ConditionalWeakTable<Runspace, SmimeSession> Sessions = new();
    private readonly object _gate = new();
    private GraphConnection? _connection;
    private IDisposable? _belongings;
    private bool _closed;

    private SmimeSession(Runspace runspace) => runspace.StateChanged += OnStateChanged;

    /// <summary>The session of the runspace whose pipeline thread this is.</summary>
    public static SmimeSession Current => Sessions.GetValue(Runspace.DefaultRunspace, runspace => new SmimeSession(runspace));

    /// <summary>Names that commands have met, for completion.</summary>
    public KnownNames Names { get; } = new();

    /// <summary>The connection, or null.</summary>
    public GraphConnection? Connection
    {
        get
        {
            lock (_gate)
            {
                return _connection;
            }
        }
    }

    /// <summary>Ends this runspace's connection, if it has one.</summary>
    public static void EndCurrent()
    {
        if (Runspace.DefaultRunspace is { } runspace && Sessions.TryGetValue(runspace, out var session))
        {
            session.Replace(null);
        }
    }

    /// <summary>Puts a connection in the place of the former one, which is disposed of.</summary>
    /// <param name="connection">The new connection; null for none.</param>
    /// <param name="belongings">What the connection needs as long as it lives and nobody else disposes of.</param>
    public void Replace(GraphConnection? connection, IDisposable? belongings = null) =>
        Replace(connection, belongings, close: false);

    private void Replace(GraphConnection? connection, IDisposable? belongings, bool close)
    {
        var (formerConnection, formerBelongings) = (connection, belongings);
        lock (_gate)
        {
            // A connection that comes after the runspace has closed is disposed of at once.
            if (!_closed)
            {
                _closed = close;
                (formerConnection, _connection) = (_connection, connection);
                (formerBelongings, _belongings) = (_belongings, belongings);
            }
        }

        // Another tenant has other names.
        Names.Clear();
        formerConnection?.Dispose();
        formerBelongings?.Dispose();
    }

    private void OnStateChanged(object? sender, RunspaceStateEventArgs change)
    {
        if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            Replace(null, null, close: true);
        }
    }
}
