using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Graph.Models;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>
/// Microsoft Graph in a tenant: its service principal, and the ids under which it offers each permission there. Ids are looked up
/// by value.
/// </summary>
internal sealed class GraphResource
{
    /// <summary>
    /// The appId of Microsoft Graph, the same in every tenant and cloud (Microsoft's list of first-party apps).
    /// </summary>
    public const string AppId = "00000003-0000-0000-c000-000000000000";

    private readonly Dictionary<string, Guid> _roles;
    private readonly Dictionary<string, Guid> _scopes;

    private GraphResource(ServicePrincipal principal, Guid id)
    {
        Id = id;
        _roles = ByValue((principal.AppRoles ?? [])
            .Where(role => role.IsEnabled != false && role.AllowedMemberTypes?.Contains("Application") != false)
            .Select(role => ((string?)role.Value, role.Id)));
        _scopes = ByValue((principal.Oauth2PermissionScopes ?? []).Where(scope => scope.IsEnabled != false)
            .Select(scope => ((string?)scope.Value, scope.Id)));
    }

    /// <summary>The object id of the service principal.</summary>
    public Guid Id { get; }

    /// <exception cref="GraphRequestException">It could not be read.</exception>
    public static async Task<GraphResource> ReadAsync(GraphTransport transport, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.ReadPrincipal("Microsoft Graph");
        var address = transport.Released($"{ApplicationSubjects.ServicePrincipals}(appId='{AppId}')"
            + "?$select=id,appId,displayName,appRoles,oauth2PermissionScopes");
        var principal = await transport.GetAsync(
            subject, address, ServicePrincipal.CreateFromDiscriminatorValue, cancellationToken).ConfigureAwait(false);
        return principal?.AppRoles is not null && Guid.TryParse(principal.Id, out var id)
            ? new GraphResource(principal, id)
            : throw GraphErrors.Unexpected(subject, "the answer is not a service principal");
    }

    /// <summary>The id of a permission.</summary>
    /// <param name="permission">The permission.</param>
    /// <param name="isDelegated">Whether it is wanted as a scope, for people, rather than as a role.</param>
    /// <exception cref="RegistrationException">The tenant's Graph does not offer it.</exception>
    public Guid IdOf(GraphPermission permission, bool isDelegated) =>
        (isDelegated ? _scopes : _roles).TryGetValue(permission.Value, out var id)
            ? id
            : throw new RegistrationException(RegistrationErrorKind.PermissionNotOffered,
                $"Microsoft Graph in this tenant does not offer the {(isDelegated ? "delegated" : "application")} permission "
                    + $"{permission.Value}. Check the cloud and the tenant.",
                permission.Value);

    private static Dictionary<string, Guid> ByValue(IEnumerable<(string? Value, Guid? Id)> offers)
    {
        var ids = new Dictionary<string, Guid>(StringComparer.OrdinalIgnoreCase);
        foreach (var (value, id) in offers)
        {
            if (value is { Length: > 0 } && id is { } given)
            {
                ids[value] = given;
            }
        }

        return ids;
    }
}
