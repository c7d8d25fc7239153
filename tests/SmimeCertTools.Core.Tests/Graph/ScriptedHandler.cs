using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Http;

namespace SmimeCertTools.Core.Tests.Graph;

/// <summary>A try that was sent.</summary>
internal sealed record SeenTry(string Id, string? Body, string? Type, string Agent, string Other, Version Version);

/// <summary>The handler below the one under test: answers in turn, and remembers the tries.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _answers = new();

    public List<SeenTry> Sent { get; } = [];

    public bool SendsToken { get; set; } = true;

    public void Answers(params Func<HttpRequestMessage, HttpResponseMessage>[] answers)
    {
        _answers.Clear();
        Array.ForEach(answers, _answers.Enqueue);
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (SendsToken && request is TryMessage message)
        {
            message.Token = new IssuedToken("opaque");
        }

        Sent.Add(new SeenTry(
            request.Headers.GetValues("client-request-id").Single(),
            request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : null,
            request.Content?.Headers.ContentType?.ToString(),
            request.Headers.UserAgent.ToString(),
            request.Headers.GetValues("x-other").Single(),
            request.Version));
        return _answers.Dequeue()(request);
    }
}

/// <summary>Tokens that are renewed as the test says.</summary>
internal sealed class ScriptedTokens : TokenSource
{
    public bool CanRenew { get; set; }

    public int Renewals { get; private set; }

    public override Task<IssuedToken> GetTokenAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public override Task<bool> RenewAsync(IssuedToken refused, string? claims, CancellationToken cancellationToken)
    {
        Renewals++;
        return Task.FromResult(CanRenew);
    }

    protected override void Drop()
    {
    }
}
