using Microsoft.Graph.Models;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>An application of the tenant, as the SDK models it, with the members that every application has.</summary>
internal sealed record FoundApplication(string Id, string ClientId, Application Model)
{
    public string DisplayName => Model.DisplayName ?? ClientId;

    /// <summary>The application of an answer; null for what is none.</summary>
    public static FoundApplication? Of(Application? model) =>
        model is { Id: { Length: > 0 } id, AppId: { Length: > 0 } clientId } ? new(id, clientId, model) : null;
}
