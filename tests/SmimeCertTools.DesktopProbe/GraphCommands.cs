using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Users;
using SmimeCertTools.Core.Import;
using SmimeCertTools.Core.KeyProtection;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Core.Records;

namespace SmimeCertTools.DesktopProbe;

/// <summary>Signs in, imports, lists and removes; what it needs is in variables, since arguments can be read by others.</summary>
internal static class GraphCommands
{
    public static async Task RunAsync()
    {
        var address = new Uri(CoreCommands.Variable("PROBE_GRAPH"));
        using var secret = CoreCommands.Secret(CoreCommands.Variable("PROBE_CLIENT_SECRET"));
        var credential = new ClientSecretGraphCredential
        {
            ClientId = CoreCommands.Variable("PROBE_CLIENT_ID"),
            TenantId = CoreCommands.Variable("PROBE_TENANT"),
            Secret = secret,
        };
        var options = new GraphConnectionOptions
        {
            GraphUri = address,
            AuthorityHost = address,
            DisableInstanceDiscovery = true,
            NeededPermissions = [GraphPermission.ConfigurationReadWrite, GraphPermission.UserRead],
        };
        using var connection = await GraphConnection
            .ConnectAsync(credential, options, CancellationToken.None).ConfigureAwait(false);
        Console.WriteLine(string.Join(
            "\t", "connected", connection.AuthType, connection.ClientId, connection.TenantId, connection.MissingScopes.Count));

        await ImportAsync(connection).ConfigureAwait(false);
        var pager = new UserPfxClient(connection).List();
        while (await pager.NextAsync(CancellationToken.None).ConfigureAwait(false) is { } page)
        {
            foreach (var record in page)
            {
                Console.WriteLine(string.Join("\t", "listed", record.UserPrincipalName, record.Thumbprint, record.KeyName));
            }
        }
    }

    private static async Task ImportAsync(GraphConnection connection)
    {
        var key = await ConnectorKeyReader
            .ReadPublicAsync(CoreCommands.Variable("PROBE_KEY"), CancellationToken.None).ConfigureAwait(false);
        var protection = new UserPfxProtection
        {
            Protector = new PasswordProtector(key, UserPfxPaddingScheme.OaepSha512),
            ProviderName = CoreCommands.Variable("PROBE_PROVIDER"),
            KeyName = CoreCommands.Variable("PROBE_KEY_NAME"),
            Encryption = SmimePfxEncryption.TripleDesSha1,
        };
        using var password = CoreCommands.Secret(CoreCommands.Variable("PROBE_PASSWORD"));
        var source = new ImportRow
        {
            UserPrincipalName = CoreCommands.Variable("PROBE_USER"),
            Path = CoreCommands.Variable("PROBE_PFX"),
            Password = password,
            IntendedPurpose = UserPfxPurpose.SmimeEncryption,
        };
        var importer = new UserPfxImporter(new UserPfxClient(connection), warning => Console.WriteLine("warning\t" + warning));
        for (var time = 0; time < 2; time++)
        {
            var prepared = await UserPfxPreparer.PrepareAsync(source, protection, CancellationToken.None).ConfigureAwait(false);
            foreach (var record in prepared.Records.Select(item => item.Record))
            {
                var outcome = await importer.ImportAsync(record, force: false, CancellationToken.None).ConfigureAwait(false);
                Console.WriteLine(string.Join("\t", "imported", outcome.Status, outcome.Record.Thumbprint, outcome.Record.Id));
            }
        }
    }
}
