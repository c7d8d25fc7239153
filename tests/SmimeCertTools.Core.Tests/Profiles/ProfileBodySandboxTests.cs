using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Sandbox.Hosting;
using Xunit;

namespace SmimeCertTools.Core.Tests.Profiles;

/// <summary>Every request body sent to a service that is strict about types, members and bindings.</summary>
public sealed class ProfileBodySandboxTests
{
    [Fact]
    public async Task Every_body_is_accepted_and_reads_back_as_wanted()
    {
        await using var sandbox = await SandboxHost.StartAsync();
        using var client = new HttpClient { BaseAddress = sandbox.GraphUri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sandbox.IssueToken());
        var known = await CreateReferencedAsync(client);
        var (ios, android) = (Guid.Parse(sandbox.State.AddIosApp()), Guid.Parse(sandbox.State.AddAndroidApp()));
        ProfileCase[] cases =
        [
            .. ProfileCases.TrustedRoots(), .. ProfileCases.Imported(), .. ProfileCases.Pkcs(), .. ProfileCases.Email(),
            .. ProfileCases.Outlook(ios, android),
        ];
        foreach (var item in cases)
        {
            var body = item.Settings((platform, kind, purpose) => known[(platform, kind, purpose)]).Build(item.Platform);
            var collection = ProfileTypes.CollectionOf(body.Kind);
            var created = await SendAsync(client, HttpMethod.Post, collection,
                ProfileCase.Compose(body, item.ToString(), sandbox.GraphUri), HttpStatusCode.Created);
            var id = (string)created["id"]!;
            if (body.TargetApps.Count > 0)
            {
                await SendAsync(client, HttpMethod.Post, $"{collection}/{id}/targetApps",
                    ProfileCase.ComposeApps(body), HttpStatusCode.NoContent);
            }

            var existing = await SendAsync(client, HttpMethod.Get, $"{collection}/{id}", null, HttpStatusCode.OK);
            var comparison = ProfileComparison.Compare(body, new IntuneProfile(existing));

            Assert.True(comparison.IsEqual, $"{item}: {string.Join("; ", comparison.Differences)}");
        }
    }

    private static async Task<Dictionary<(SmimePlatform, SmimeProfileKind, UserPfxPurpose?), ReferencedProfile>>
        CreateReferencedAsync(HttpClient client)
    {
        var known = new Dictionary<(SmimePlatform, SmimeProfileKind, UserPfxPurpose?), ReferencedProfile>();
        foreach (var platform in Enum.GetValues<SmimePlatform>())
        {
            List<(ProfileSettings Settings, UserPfxPurpose? Purpose)> wanted =
                [(new TrustedRootSettings { Certificate = ProfileCases.Root }, null), (ProfileCases.PkcsOf(), null)];
            if (platform != SmimePlatform.AospDeviceOwner)
            {
                wanted.AddRange(new[] { UserPfxPurpose.SmimeEncryption, UserPfxPurpose.SmimeSigning }.Select(purpose =>
                    ((ProfileSettings)new ImportedPfxSettings { IntendedPurpose = purpose }, (UserPfxPurpose?)purpose)));
            }

            foreach (var (settings, purpose) in wanted)
            {
                var body = settings.Build(platform);
                var created = await SendAsync(client, HttpMethod.Post, ProfileTypes.CollectionOf(body.Kind),
                    ProfileCase.Compose(body, "Referenced", client.BaseAddress!), HttpStatusCode.Created);
                known[(platform, body.Kind, purpose)] = new ReferencedProfile
                {
                    Id = Guid.Parse((string)created["id"]!),
                    DisplayName = "Referenced",
                    ODataType = (string)created["@odata.type"]!,
                    IntendedPurpose = purpose,
                };
            }
        }

        return known;
    }

    private static async Task<JsonObject> SendAsync(
        HttpClient client, HttpMethod method, string path, JsonObject? body, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, "beta/" + path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{method} {path} {body?.ToJsonString()}: {response.StatusCode} {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }
}
