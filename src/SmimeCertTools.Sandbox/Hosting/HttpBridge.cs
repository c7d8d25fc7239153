using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using SmimeCertTools.Sandbox.Requests;

namespace SmimeCertTools.Sandbox.Hosting;

/// <summary>Between Kestrel and the pipeline.</summary>
internal sealed class HttpBridge(Pipeline pipeline)
{
    public void Map(WebApplication application) => application.Run(AnswerAsync);

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);

        // The raw target keeps %2F and %23 apart from / and #, which the decoded path does not.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var baseUri = new Uri($"{context.Request.Scheme}://{context.Request.Host}/");
        var request = new SandboxRequest(context.Request.Method, target, headers, body.ToArray()) { BaseUri = baseUri };
        var response = await pipeline.ProcessAsync(request, context.RequestAborted);
        if (response.IsReset)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = response.Status;
        foreach (var (name, value) in response.Headers)
        {
            context.Response.Headers[name] = value;
        }

        var bytes = response.BodyBytes();
        if (bytes.Length > 0)
        {
            context.Response.ContentType = response.ContentType;
            context.Response.ContentLength = bytes.Length;
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        }
    }
}
