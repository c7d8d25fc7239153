using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Graph.Models;
using Microsoft.Kiota.Abstractions.Serialization;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>Reads applications and service principals (Graph v1.0).</summary>
internal sealed class ApplicationStore(GraphTransport transport)
{
    private const string ForEverybody = "AllPrincipals";
    private const string Select = "$select=id,appId,displayName,createdDateTime,signInAudience,requiredResourceAccess,"
        + "publicClient,isFallbackPublicClient";

    private const string PrincipalSelect = "$select=id,appId,displayName,servicePrincipalType,alternativeNames";

    private const int MostListed = 10;

    /// <summary>The application with a client id; null for none.</summary>
    public async Task<FoundApplication?> FindByClientIdAsync(string clientId, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.Read(clientId);
        return await FindAsync(
            subject, $"{ApplicationSubjects.Applications}(appId='{Uri.EscapeDataString(clientId)}')?{Select}", cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>The application with a name; null for none.</summary>
    /// <exception cref="RegistrationException">Several have it.</exception>
    public async Task<FoundApplication?> FindByNameAsync(string displayName, CancellationToken cancellationToken)
    {
        var found = await ListAsync(displayName, cancellationToken).ConfigureAwait(false);
        return found.Count <= 1 ? found.FirstOrDefault() : throw new RegistrationException(
            RegistrationErrorKind.ApplicationAmbiguous,
            $"{found.Count} applications are called '{displayName}': {Shown(found)}. Give the client id of the one that is "
                + "meant.",
            displayName);
    }

    /// <summary>All applications with a name, in whatever case.</summary>
    public async Task<IReadOnlyList<FoundApplication>> ListAsync(string displayName, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.Read(displayName);
        var found = await ListAsync(
            subject, $"{ApplicationSubjects.Applications}?$filter=displayName eq {FilterText.Literal(displayName)}&{Select}",
            Application.CreateFromDiscriminatorValue, cancellationToken).ConfigureAwait(false);
        return
        [
            .. found.Select(FoundApplication.Of).OfType<FoundApplication>()
                .Where(application => IsCalled(application.Model.DisplayName, displayName)),
        ];
    }

    /// <summary>
    /// The application with an object id as it is now, with the certificates that it signs in with; null for none. Graph gives
    /// the content of certificates out of one application alone, and when they are asked for by name.
    /// </summary>
    public async Task<FoundApplication?> GetAsync(string id, string displayName, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.Read(displayName);
        var found = await FindAsync(
            subject, $"{ApplicationSubjects.Applications}/{Uri.EscapeDataString(id)}?{Select},keyCredentials", cancellationToken)
            .ConfigureAwait(false);
        return found?.Model.KeyCredentials?.Exists(key => key.Key is null) != true
            ? found
            : throw GraphErrors.Unexpected(subject,
                "the answer leaves out the content of a certificate that the application has, and a change would lose it");
    }

    /// <summary>The service principal of an application; null for none.</summary>
    public async Task<ServicePrincipal?> FindPrincipalAsync(
        string clientId, string displayName, CancellationToken cancellationToken) =>
        await PrincipalAsync($"{ApplicationSubjects.ServicePrincipals}(appId='{Uri.EscapeDataString(clientId)}')", displayName,
            cancellationToken).ConfigureAwait(false);

    /// <summary>The service principal with an object id; null for none.</summary>
    public async Task<ServicePrincipal?> GetPrincipalAsync(string id, CancellationToken cancellationToken) =>
        await PrincipalAsync($"{ApplicationSubjects.ServicePrincipals}/{Uri.EscapeDataString(id)}", id, cancellationToken)
            .ConfigureAwait(false);

    /// <summary>The service principals whose name passes a filter on displayName.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="name">What was asked for, for messages.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyList<ServicePrincipal>> ListPrincipalsAsync(
        string filter, string name, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.ReadPrincipal(name);
        var found = await ListAsync(
            subject, $"{ApplicationSubjects.ServicePrincipals}?$filter={filter}&{PrincipalSelect}",
            ServicePrincipal.CreateFromDiscriminatorValue, cancellationToken).ConfigureAwait(false);
        return [.. found.Where(HasId)];
    }

    /// <summary>The roles of a resource that a service principal has.</summary>
    public async Task<IReadOnlyList<AppRoleAssignment>> ListGrantsAsync(
        string principalId, Guid resourceId, string displayName, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.ReadGrants(displayName);
        var all = await ListAsync(
            subject, $"{ApplicationSubjects.ServicePrincipals}/{Uri.EscapeDataString(principalId)}/appRoleAssignments",
            AppRoleAssignment.CreateFromDiscriminatorValue, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(grant => grant.ResourceId == resourceId)];
    }

    /// <summary>
    /// The delegated permissions of a resource that an administrator consented to for everybody who uses a service principal.
    /// What single people consented to for themselves counts for nobody else.
    /// </summary>
    public async Task<ISet<string>> ListConsentsAsync(
        string principalId, Guid resourceId, string displayName, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.ReadConsents(displayName);
        var all = await ListAsync(
            subject, $"{ApplicationSubjects.ServicePrincipals}/{Uri.EscapeDataString(principalId)}/oauth2PermissionGrants",
            OAuth2PermissionGrant.CreateFromDiscriminatorValue, cancellationToken).ConfigureAwait(false);
        return new HashSet<string>(
            all.Where(grant => grant.ConsentType == ForEverybody && grant.ResourceId == resourceId.ToString())
                .SelectMany(grant => (grant.Scope ?? string.Empty).Split([' '], StringSplitOptions.RemoveEmptyEntries)),
            StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether two names are the same to Graph, which compares without case.</summary>
    public static bool IsCalled(string? name, string wanted) =>
        string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private async Task<ServicePrincipal?> PrincipalAsync(string address, string name, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.ReadPrincipal(name);
        var found = await transport.FindAsync(subject, transport.Released($"{address}?{PrincipalSelect}"),
            ServicePrincipal.CreateFromDiscriminatorValue, cancellationToken).ConfigureAwait(false);
        return found is null || HasId(found) ? found
            : throw GraphErrors.Unexpected(subject, "the answer is not a service principal");
    }

    private async Task<FoundApplication?> FindAsync(
        GraphRequestSubject subject, string address, CancellationToken cancellationToken)
    {
        var found = await transport.FindAsync(subject, transport.Released(address), Application.CreateFromDiscriminatorValue,
            cancellationToken).ConfigureAwait(false);
        return found is null ? null
            : FoundApplication.Of(found) ?? throw GraphErrors.Unexpected(subject, "the answer is not an application");
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(
        GraphRequestSubject subject, string address, ParsableFactory<T> model, CancellationToken cancellationToken)
        where T : class, IParsable =>
        GraphErrors.SendAsync(subject, () => transport.ListAsync(
            subject, transport.Released(address), json => GraphTransport.Read(json, model), cancellationToken));

    private static bool HasId(ServicePrincipal principal) => principal.Id is { Length: > 0 };

    private static string Shown(IReadOnlyList<FoundApplication> found) => string.Join(", ", found.Take(MostListed)
        .Select(application => application.Model.CreatedDateTime is { } created
            ? $"{application.ClientId} (of {created.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})"
            : application.ClientId)) + (found.Count > MostListed ? ", …" : string.Empty);
}
