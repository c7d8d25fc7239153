using System;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Hosting;

namespace SmimeCertTools.Sandbox.Tests;

/// <summary>A sandbox with two users and a client that is signed in.</summary>
internal sealed class SandboxSession : IAsyncDisposable
{
    public const string Anna = "anna@contoso.com";
    public const string Guest = "o'hara_fabrikam.com#EXT#@contoso.com";
    public const string Records = "beta/deviceManagement/userPfxCertificates";

    private SandboxSession(SandboxHost host)
    {
        Host = host;
        host.State.Users.Add(Anna);
        host.State.Users.Add(Guest);
        Client = CreateClient(host.IssueToken());
    }

    public SandboxHost Host { get; }

    public HttpClient Client { get; }

    public static async Task<SandboxSession> StartAsync(SandboxOptions? options = null) =>
        new(await SandboxHost.StartAsync(options));

    public HttpClient CreateClient(string? token)
    {
        var client = new HttpClient { BaseAddress = Host.GraphUri };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<Answer> SendAsync(string method, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        using var response = await Client.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    public async Task<Answer> FormAsync(string path, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(Array.ConvertAll(fields,
            field => new System.Collections.Generic.KeyValuePair<string, string>(field.Name, field.Value)));
        using var response = await Client.PostAsync(path, content);
        return await Answer.ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
    }
}

/// <summary>An answer with its body read.</summary>
internal sealed record Answer(int Status, HttpResponseHeaders Headers, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public JsonNode Error => Json["error"]!;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, response.Headers, await response.Content.ReadAsStringAsync());
}
