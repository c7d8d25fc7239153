using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Kiota.Abstractions;

namespace SmimeCertTools.Core.Graph.Beta;

/// <summary>Builds requests to <c>deviceManagement/userPfxCertificates/{id}</c>.</summary>
internal sealed class UserPfxCertificateItemRequestBuilder : BaseRequestBuilder
{
    public UserPfxCertificateItemRequestBuilder(IRequestAdapter requestAdapter, string id)
        : base(
            requestAdapter,
            "{+baseurl}/deviceManagement/userPfxCertificates/{userPFXCertificate%2Did}",
            new Dictionary<string, object> { ["userPFXCertificate%2Did"] = id })
    {
    }

    public Task<UserPfxCertificate?> GetAsync(CancellationToken cancellationToken)
    {
        var request = new RequestInformation(Method.GET, UrlTemplate, PathParameters);
        request.Headers.TryAdd("Accept", "application/json");
        return RequestAdapter.SendAsync(request, UserPfxCertificate.CreateFromDiscriminatorValue, null, cancellationToken);
    }

    public Task<UserPfxCertificate?> PatchAsync(UserPfxCertificate body, CancellationToken cancellationToken)
    {
        var request = new RequestInformation(Method.PATCH, UrlTemplate, PathParameters);
        request.Headers.TryAdd("Accept", "application/json");
        request.SetContentFromParsable(RequestAdapter, "application/json", body);
        return RequestAdapter.SendAsync(request, UserPfxCertificate.CreateFromDiscriminatorValue, null, cancellationToken);
    }

    public Task DeleteAsync(CancellationToken cancellationToken)
    {
        var request = new RequestInformation(Method.DELETE, UrlTemplate, PathParameters);
        request.Headers.TryAdd("Accept", "application/json");
        return RequestAdapter.SendNoContentAsync(request, null, cancellationToken);
    }
}
