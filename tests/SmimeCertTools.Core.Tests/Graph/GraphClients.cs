using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>The clients of a connection.</summary>
internal static class GraphClients
{
    extension(GraphConnection connection)
    {
        public UserPfxClient UserPfx => new(connection);

        public RecordWriter Records => new(new UserPfxClient(connection));

        public IntuneClient Intune => new(connection);
    }
}
