using System;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using SmimeCertTools.Core.Graph;

namespace SmimeCertTools.Connection;

/// <summary>
/// What a runspace holds between commands: its connection to Graph. It ends with Disconnect-SmimeGraph, with the module's removal from the
/// runspace, or with the runspace.
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

    /// <summary>Puts a connection in the place of the former one, which is disposed of.</summary>
    /// <param name="connection">The new connection; null for none.</param>
    /// <param name="belongings">What the connection needs as long as it lives and nobody else disposes of.</param>
    public void Replace(GraphConnection? connection, IDisposable? belongings = null)
    {
        GraphConnection? formerConnection = connection;
        IDisposable? formerBelongings = belongings;
        lock (_gate)
        {
            if (!_closed)
            {
                (formerConnection, _connection) = (_connection, connection);
                (formerBelongings, _belongings) = (_belongings, belongings);
            }
        }

        formerConnection?.Dispose();
        formerBelongings?.Dispose();
    }

    private void OnStateChanged(object? sender, RunspaceStateEventArgs change)
    {
        if (change.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            Replace(null);
            lock (_gate)
            {
                _closed = true;
            }
        }
    }
}
