using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Graph.Models;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>
/// Gives managed identities application permissions of Microsoft Graph, which no page of the portal does. Failed requests are
/// <see cref="GraphRequestException"/> with the identity as target.
/// </summary>
public sealed class PermissionClient
{
    private const int MostListed = 10;
    private const int SimilarPrefix = 3;

    private readonly GraphTransport _transport;
    private readonly ApplicationStore _store;
    private readonly ApplicationWriter _writer;
    private GraphResource? _graph;

    /// <summary>Creates a client of <paramref name="connection"/>, which stays the caller's.</summary>
    public PermissionClient(GraphConnection connection)
    {
        _transport = new GraphTransport(Guard.NotNull(connection));
        _store = new ApplicationStore(_transport);
        _writer = new ApplicationWriter(_transport, _store);
    }

    /// <summary>Finds a managed identity by name, object id or client id.</summary>
    /// <exception cref="RegistrationException">There is none, or several have the name.</exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<ManagedIdentity> FindAsync(string nameOrId, CancellationToken cancellationToken)
    {
        var text = Guard.NotBlank(nameOrId).Trim();
        List<ServicePrincipal> found = [];
        if (Guid.TryParse(text, out var id) && await FindByIdAsync(id, cancellationToken).ConfigureAwait(false) is { } principal)
        {
            found.Add(principal);
        }

        if (found.Count == 0)
        {
            found.AddRange((await _store.ListPrincipalsAsync(
                $"displayName eq {FilterText.Literal(text)}", text, cancellationToken).ConfigureAwait(false))
                .Where(other => ApplicationStore.IsCalled(other.DisplayName, text)));
        }

        var identities = found.Where(IsIdentity).Select(other => new ManagedIdentity(other)).ToList();
        return identities.Count switch
        {
            1 => identities[0],
            0 => throw await NotFoundAsync(text, found, cancellationToken).ConfigureAwait(false),
            _ => throw new RegistrationException(RegistrationErrorKind.ManagedIdentityAmbiguous,
                $"{identities.Count} managed identities are called '{text}': "
                    + $"{string.Join("; ", identities.Take(MostListed).Select(identity => identity.Shown))}"
                    + (identities.Count > MostListed ? "; …" : string.Empty) + ". Give the object id of the one that is meant.",
                text),
        };
    }

    /// <summary>
    /// What an identity has of <paramref name="permissions"/>. Of those that the tenant's Graph does not offer there is an error.
    /// </summary>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<(IReadOnlyList<PermissionGrant> Grants, IReadOnlyList<RegistrationException> Errors)> CompareAsync(
        ManagedIdentity identity, IReadOnlyList<GraphPermission> permissions, CancellationToken cancellationToken)
    {
        Guard.NotNull(identity);
        Guard.NotNull(permissions);
        _graph ??= await GraphResource.ReadAsync(_transport, cancellationToken).ConfigureAwait(false);
        var present = await _store.ListGrantsAsync(identity.Id, _graph.Id, identity.DisplayName, cancellationToken)
            .ConfigureAwait(false);
        List<PermissionGrant> grants = [];
        List<RegistrationException> errors = [];
        foreach (var permission in permissions)
        {
            try
            {
                var id = _graph.IdOf(permission, isDelegated: false);
                var grant = present.FirstOrDefault(other => other.AppRoleId == id);
                grants.Add(new PermissionGrant(permission, id)
                {
                    IsGranted = grant is not null,
                    GrantedOn = grant?.CreatedDateTime,
                });
            }
            catch (RegistrationException e)
            {
                errors.Add(e);
            }
        }

        return (grants, errors);
    }

    /// <summary>Grants a permission that <see cref="CompareAsync"/> found missing, and looks to see that it is there.</summary>
    /// <exception cref="GraphRequestException">It failed, or a look-up does not show it.</exception>
    public async Task<PermissionGrant> GrantAsync(
        ManagedIdentity identity, PermissionGrant grant, CancellationToken cancellationToken)
    {
        var made = await _writer.GrantAsync(Guard.NotNull(identity).Principal, _graph!, Guard.NotNull(grant).Permission.Value,
            grant.RoleId, cancellationToken).ConfigureAwait(false);
        return new PermissionGrant(grant.Permission, grant.RoleId) { IsGranted = true, GrantedOn = made.CreatedDateTime };
    }

    private static bool IsIdentity(ServicePrincipal principal) => string.Equals(
        principal.ServicePrincipalType, ManagedIdentity.PrincipalType, StringComparison.OrdinalIgnoreCase);

    // Portals show the object id, programs the client id.
    private async Task<ServicePrincipal?> FindByIdAsync(Guid id, CancellationToken cancellationToken) =>
        await _store.GetPrincipalAsync(id.ToString(), cancellationToken).ConfigureAwait(false)
        ?? await _store.FindPrincipalAsync(id.ToString(), id.ToString(), cancellationToken).ConfigureAwait(false);

    private async Task<RegistrationException> NotFoundAsync(
        string text, List<ServicePrincipal> others, CancellationToken cancellationToken)
    {
        if (others.Count > 0)
        {
            return NotFound(text, $"'{text}' is a service principal of the type {others[0].ServicePrincipalType}, not a managed "
                + "identity. An application gets its permissions by registration and consent.");
        }

        var prefix = text.Substring(0, Math.Min(SimilarPrefix, text.Length));
        var similar = (await _store.ListPrincipalsAsync(
            $"startswith(displayName,{FilterText.Literal(prefix)})", text, cancellationToken).ConfigureAwait(false))
            .Where(IsIdentity).Select(principal => $"'{principal.DisplayName}'").Distinct(StringComparer.OrdinalIgnoreCase)
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase).Take(MostListed).ToList();
        return NotFound(text, $"There is no managed identity '{text}' in this tenant. "
            + (similar.Count > 0 ? $"Similar names: {string.Join(", ", similar)}."
                : "Check the name and the tenant; the identity of a resource has the resource's name once it is switched on."));
    }

    private static RegistrationException NotFound(string text, string message) =>
        new(RegistrationErrorKind.ManagedIdentityNotFound, message, text);
}
