using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Graph.Models;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>Reads applications and service principals (Graph v1.0).</summary>
internal sealed class ApplicationStore(GraphTransport transport)
{
    private const string Select = "$select=id,appId,displayName,createdDateTime,signInAudience,requiredResourceAccess,"
        + "publicClient,isFallbackPublicClient";

    private const string PrincipalSelect = "$select=id,appId,displayName,servicePrincipalType,alternativeNames";

    private const int MostListed = 10;

    /// <summary>The application with a client id; null for none.</summary>
    public async Task<FoundApplication?> FindByClientIdAsync(string clientId, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.Read(clientId);
        var json = await transport.FindAsync(subject, transport.Released(
            $"{ApplicationSubjects.Applications}(appId='{Uri.EscapeDataString(clientId)}')?{Select}"), cancellationToken)
            .ConfigureAwait(false);
        return json is null ? null : await GraphErrors.SendAsync(subject, () => Task.FromResult(Read(json))).ConfigureAwait(false)
            ?? throw GraphErrors.Unexpected(subject, "the answer is not an application");
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
        var address = transport.Released(
            $"{ApplicationSubjects.Applications}?$filter=displayName eq {FilterText.Literal(displayName)}&{Select}");
        var found = await GraphErrors.SendAsync(subject, () => transport.ListAsync(
            subject, address, json => Read(json), cancellationToken)).ConfigureAwait(false);
        return [.. found.Where(application => IsCalled(application.Model.DisplayName, displayName))];
    }

    /// <summary>
    /// The application with an object id as it is now, with the certificates that it signs in with; null for none. Graph gives
    /// the content of certificates out of one application alone, and when they are asked for by name.
    /// </summary>
    public async Task<FoundApplication?> GetAsync(string id, string displayName, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.Read(displayName);
        var json = await transport.FindAsync(subject, transport.Released(
            $"{ApplicationSubjects.Applications}/{Uri.EscapeDataString(id)}?{Select},keyCredentials"), cancellationToken)
            .ConfigureAwait(false);
        if (json is null)
        {
            return null;
        }

        var found = await GraphErrors.SendAsync(subject, () => Task.FromResult(Read(json))).ConfigureAwait(false)
            ?? throw GraphErrors.Unexpected(subject, "the answer is not an application");
        return found.Model.KeyCredentials?.Exists(key => key.Key is null) != true
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
        var address = transport.Released($"{ApplicationSubjects.ServicePrincipals}?$filter={filter}&{PrincipalSelect}");
        return await GraphErrors.SendAsync(subject, () => transport.ListAsync(
            subject, address, ReadPrincipal, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>The roles of a resource that a service principal has.</summary>
    public async Task<IReadOnlyList<AppRoleAssignment>> ListGrantsAsync(
        string principalId, Guid resourceId, string displayName, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.ReadGrants(displayName);
        var address = transport.Released(
            $"{ApplicationSubjects.ServicePrincipals}/{Uri.EscapeDataString(principalId)}/appRoleAssignments");
        var all = await GraphErrors.SendAsync(subject, () => transport.ListAsync(subject, address,
            json => GraphTransport.Read(json, AppRoleAssignment.CreateFromDiscriminatorValue), cancellationToken))
            .ConfigureAwait(false);
        return [.. all.Where(grant => grant.ResourceId == resourceId)];
    }

    /// <summary>Whether two names are the same to Graph, which compares without case.</summary>
    public static bool IsCalled(string? name, string wanted) =>
        string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private async Task<ServicePrincipal?> PrincipalAsync(string address, string name, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.ReadPrincipal(name);
        var json = await transport.FindAsync(subject, transport.Released($"{address}?{PrincipalSelect}"), cancellationToken)
            .ConfigureAwait(false);
        return json is null ? null
            : await GraphErrors.SendAsync(subject, () => Task.FromResult(ReadPrincipal(json))).ConfigureAwait(false)
                ?? throw GraphErrors.Unexpected(subject, "the answer is not a service principal");
    }

    private static FoundApplication? Read(System.Text.Json.Nodes.JsonObject json) =>
        FoundApplication.Of(GraphTransport.Read(json, Application.CreateFromDiscriminatorValue));

    private static ServicePrincipal? ReadPrincipal(System.Text.Json.Nodes.JsonObject json) =>
        GraphTransport.Read(json, ServicePrincipal.CreateFromDiscriminatorValue) is { Id: { Length: > 0 } } found ? found : null;

    private static string Shown(IReadOnlyList<FoundApplication> found) => string.Join(", ", found.Take(MostListed)
        .Select(application => application.Model.CreatedDateTime is { } created
            ? $"{application.ClientId} (of {created.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)})"
            : application.ClientId)) + (found.Count > MostListed ? ", …" : string.Empty);
}
