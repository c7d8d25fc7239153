using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Graph.Users;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>The clients of a connection.</summary>
internal static class GraphClients
{
    extension(GraphConnection connection)
    {
        public UserPfxClient UserPfx => new(connection);

        public IntuneClient Intune => new(connection);
    }
}
