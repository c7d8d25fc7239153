using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Kiota.Abstractions;

namespace SmimeCertTools.Core.Graph.Beta;

/// <summary>Builds requests to <c>deviceManagement/userPfxCertificates</c>.</summary>
internal sealed class UserPfxCertificatesRequestBuilder : BaseRequestBuilder
{
    private const string Template = "{+baseurl}/deviceManagement/userPfxCertificates{?%24filter}";

    public UserPfxCertificatesRequestBuilder(IRequestAdapter requestAdapter)
        : base(requestAdapter, Template, new Dictionary<string, object>())
    {
    }

    private UserPfxCertificatesRequestBuilder(IRequestAdapter requestAdapter, string rawUrl)
        : base(requestAdapter, Template, rawUrl)
    {
    }

    /// <summary>One record by its key.</summary>
    public UserPfxCertificateItemRequestBuilder this[string id] => new(RequestAdapter, id);

    /// <summary>The same with the address of a page, verbatim.</summary>
    public UserPfxCertificatesRequestBuilder WithUrl(string rawUrl) => new(RequestAdapter, rawUrl);

    public Task<UserPfxCertificateCollection?> GetAsync(string? filter, CancellationToken cancellationToken)
    {
        var request = new RequestInformation(Method.GET, UrlTemplate, OwnPathParameters());
        if (filter is not null)
        {
            request.QueryParameters["%24filter"] = filter;
        }

        request.Headers.TryAdd("Accept", "application/json");
        return RequestAdapter.SendAsync(
            request, UserPfxCertificateCollection.CreateFromDiscriminatorValue, null, cancellationToken);
    }

    public Task<UserPfxCertificate?> PostAsync(UserPfxCertificate body, CancellationToken cancellationToken)
    {
        var request = new RequestInformation(Method.POST, UrlTemplate, OwnPathParameters());
        request.Headers.TryAdd("Accept", "application/json");
        request.SetContentFromParsable(RequestAdapter, "application/json", body);
        return RequestAdapter.SendAsync(request, UserPfxCertificate.CreateFromDiscriminatorValue, null, cancellationToken);
    }

    /// <summary>
    /// A copy for one request: sending adds the base address to it, and requests on this builder run side by side.
    /// </summary>
    private Dictionary<string, object> OwnPathParameters() => new(PathParameters);
}
