using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.Jobs;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>The clients of a connection.</summary>
internal static class GraphClients
{
    extension(GraphConnection connection)
    {
        public UserPfxClient UserPfx => new(connection);

        public Task<ImportOutcome> WriteAsync(UserPfxRecord record, UserPfxRecord? existing) =>
            new RecordWrite(new UserPfxClient(connection), record, existing, _ => existing is not null, user: null)
                .RunAsync(CancellationToken.None);

        public RecordDeletion Delete(UserPfxRecord record) => new(new UserPfxClient(connection), record, []);

        public IntuneClient Intune => new(connection);
    }
}
