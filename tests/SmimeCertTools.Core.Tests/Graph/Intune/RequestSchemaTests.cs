using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Core.Tests.Profiles;
using SmimeCertTools.GraphSchema;
using SmimeCertTools.TestSupport.Tools;
using Xunit;
using static SmimeCertTools.Core.Tests.Graph.Intune.IntuneTenant;

namespace SmimeCertTools.Core.Tests.Graph.Intune;

/// <summary>
/// The requests that were sent, judged by Graph's metadata: creations, changes, references, actions, deletions.
/// </summary>
public sealed class RequestSchemaTests
{
    [CorpusFact]
    public async Task Every_write_fits_the_metadata()
    {
        await using var tenant = await StartAsync();
        await WriteOfEveryKindAsync(tenant);

        var metadata = GraphMetadata.Load(Path.Combine(SharedCorpus.Shared, "graph", "subset.csdl"));
        var ids = tenant.Profiles.ToDictionary(profile => profile.Id, profile => profile.TypeName);
        var writes = tenant.Host.State.Requests.Entries.Where(entry => entry.Method != "GET").ToList();
        var problems = writes.SelectMany(entry => metadata.Check(entry.Method, entry.Path, entry.Body, ids.GetValueOrDefault)
            .Select(problem => $"{entry.Method} {entry.Path}: {problem}"));

        Assert.Equal([], problems);
        foreach (var method in new[] { "POST", "PATCH", "PUT", "DELETE" })
        {
            Assert.Contains(writes, entry => entry.Method == method);
        }

        foreach (var action in new[] { "/assign", "/targetApps", "/$ref" })
        {
            Assert.Contains(writes, entry => entry.Path.EndsWith(action, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_binding_that_a_change_does_not_take_is_set_at_its_reference()
    {
        await using var tenant = await StartAsync();

        var (mail, second) = await RebindWithoutPatchAsync(tenant);

        Assert.Equal(second, tenant.Host.State.Profiles.Find(mail)!.Bindings["smimeSigningCertificate"]);
        Assert.Single(tenant.Host.State.Requests.Find("PUT", "/smimeSigningCertificate/$ref"));
    }

    private static async Task WriteOfEveryKindAsync(IntuneTenant tenant)
    {
        var state = tenant.Host.State;
        state.Groups.Add("Mail users");
        state.Groups.Add("Guests");
        state.AddAssignmentFilter("iPads", "iOS", "(device.model -startsWith \"iPad\")");
        var filtered = await tenant.ResolveAsync(new AssignmentRequest
        {
            GroupNames = ["Mail users"],
            ExcludedGroups = ["Guests"],
            AllDevices = true,
            AllUsers = true,
            Filters = ["iPads"],
        });
        var people = await tenant.ResolveAsync(new AssignmentRequest { GroupNames = ["Mail users"], AllUsers = true });
        var signing = (await tenant.PublishAsync(
            Request(Imported(UserPfxPurpose.SmimeSigning), "Signing", assignments: filtered))).Profile.ToReference();
        var encryption = (await tenant.PublishAsync(Request(Imported(), description: "x", tags: ["0"]))).Profile;
        await tenant.PublishAsync(Request(Imported(), description: "y", ifExists: SmimeIfExists.Update));
        await tenant.PublishAsync(Request(new EmailSettings
        {
            AccountName = "Mail",
            SigningCertificate = signing,
            EncryptionCertificate = encryption.ToReference(),
        }, "Mail"));
        await tenant.PublishAsync(Request(
            new EmailSettings { AccountName = "Post", SigningCertificate = signing }, "Mail", ifExists: SmimeIfExists.Update));
        await RebindWithoutPatchAsync(tenant);
        await tenant.PublishAsync(Request(
            new OutlookSettings { AppId = [Guid.Parse(state.AddIosApp())] }, "Outlook", assignments: people));
        await tenant.PublishAsync(Request(new OutlookSettings { AppId = [Guid.Parse(state.AddAndroidApp())] }, "Outlook",
            SmimePlatform.AndroidWorkProfile, assignments: people));
        await tenant.PublishAsync(Request(new OutlookSettings { ForManagedApps = true }, "Apps", assignments: people));
        await tenant.PublishAsync(Request(ProfileCases.PkcsOf(), "Issued", SmimePlatform.Windows));
        await tenant.PublishAsync(Request(Root(), "Root", SmimePlatform.Windows));

        var gone = (await tenant.PublishAsync(Request(Root(), "Gone", SmimePlatform.MacOS))).Profile;
        await tenant.Intune.SetAssignmentsAsync(gone, people.For("Gone", gone.Kind, gone.Platforms), AssignmentMode.Replace,
            CancellationToken.None);
        await tenant.Intune.SetAssignmentsAsync(gone, [], AssignmentMode.Replace, CancellationToken.None);
        await tenant.Intune.DeleteProfileAsync(gone, CancellationToken.None);
    }

    /// <summary>Binds an e-mail profile anew through a service that leaves bindings in a PATCH aside.</summary>
    private static async Task<(string MailId, string SigningId)> RebindWithoutPatchAsync(IntuneTenant tenant)
    {
        using var handler = new WithoutBindings();
        using var connection = await GraphTestData.ConnectAsync(tenant.Host.GraphUri, token: tenant.Host.IssueToken(),
            options: new GraphConnectionOptions { GraphUri = tenant.Host.GraphUri, InnerHandler = handler });
        var first = (await tenant.PublishAsync(Request(Imported(UserPfxPurpose.SmimeSigning), "First"))).Profile;
        var second = (await tenant.PublishAsync(Request(Imported(UserPfxPurpose.SmimeSigning), "Second"))).Profile;
        await tenant.PublishAsync(
            Request(new EmailSettings { AccountName = "Bound", SigningCertificate = first.ToReference() }, "Bound"));
        var publisher = connection.Intune.CreatePublisher();
        var plan = await publisher.PlanAsync(Request(
            new EmailSettings { AccountName = "Bound", SigningCertificate = second.ToReference() }, "Bound",
            ifExists: SmimeIfExists.Update), CancellationToken.None);
        return ((await publisher.ExecuteAsync(plan, CancellationToken.None)).Profile.Id, second.Id);
    }

    private sealed class WithoutBindings() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Patch)
            {
                var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
                foreach (var name in body.Select(pair => pair.Key).Where(name => name.EndsWith("@odata.bind")).ToList())
                {
                    body.Remove(name);
                }

                request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
