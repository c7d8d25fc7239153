using System;
using System.Net.Http;

namespace SmimeCertTools.Core.Graph.Http;

/// <summary>One try of a request, which remembers the token that it was sent with.</summary>
internal sealed class TryMessage(HttpMethod method, Uri? uri) : HttpRequestMessage(method, uri)
{
    /// <summary>The token; null before it was sent.</summary>
    public IssuedToken? Token { get; set; }
}
