using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;

namespace SmimeCertTools.Sandbox.DirectoryObjects;

/// <summary>
/// The applications of the tenant, its service principals and their app roles. Names may repeat, as they may in a tenant. Safe
/// for concurrent use.
/// </summary>
public sealed class ApplicationDirectory
{
    private readonly Lock _lock = new();
    private readonly List<SandboxApplication> _applications = [];
    private readonly List<SandboxServicePrincipal> _principals = [];
    private readonly List<SandboxRoleGrant> _grants = [];
    private readonly List<SandboxConsent> _consents = [];
    private readonly TimeProvider _clock;

    internal ApplicationDirectory(TimeProvider clock, IEnumerable<string> graphPermissions)
    {
        _clock = clock;

        // Ids are this tenant's own: who brings ids along instead of looking them up gets nowhere.
        Graph = new SandboxServicePrincipal(Guid.NewGuid(), GraphAppId, "Microsoft Graph", "Application")
        {
            Permissions =
                [.. graphPermissions.Select(value => new SandboxGraphPermission(value, Guid.NewGuid(), Guid.NewGuid()))],
        };
        _principals.Add(Graph);
    }

    /// <summary>The appId of Microsoft Graph, the same in every tenant.</summary>
    public static Guid GraphAppId { get; } = new("00000003-0000-0000-c000-000000000000");

    /// <summary>Microsoft Graph in this tenant.</summary>
    public SandboxServicePrincipal Graph { get; private set; }

    /// <summary>The applications, in the order of their creation.</summary>
    public IReadOnlyList<SandboxApplication> Applications => Locked(() => _applications.ToList());

    /// <summary>The service principals, in the order of their creation: Microsoft Graph's first.</summary>
    public IReadOnlyList<SandboxServicePrincipal> ServicePrincipals => Locked(() => _principals.ToList());

    /// <summary>Who has which app role.</summary>
    public IReadOnlyList<SandboxRoleGrant> Grants => Locked(() => _grants.ToList());

    /// <summary>The delegated permissions that an administrator consented to for everybody.</summary>
    public IReadOnlyList<SandboxConsent> Consents => Locked(() => _consents.ToList());

    /// <summary>Adds an application as Graph shows one.</summary>
    /// <param name="displayName">The name.</param>
    /// <param name="members">Further members, such as keyCredentials; null for none.</param>
    public SandboxApplication AddApplication(string displayName, JsonObject? members = null)
    {
        var values = members?.DeepClone().AsObject() ?? [];
        values["displayName"] = displayName;
        var application = new SandboxApplication(
            Guid.NewGuid(), Guid.NewGuid(), values, _clock.GetUtcNow(), _clock.GetTimestamp());
        Locked(() => _applications.Add(application));
        return application;
    }

    /// <summary>Changes an application's members.</summary>
    /// <exception cref="KeyNotFoundException">There is no such application.</exception>
    public SandboxApplication Update(Guid id, Action<JsonObject> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Locked(() =>
        {
            var index = _applications.FindIndex(application => application.Id == id);
            if (index < 0)
            {
                throw new KeyNotFoundException($"There is no application {id}.");
            }

            var values = _applications[index].Values.DeepClone().AsObject();
            change(values);
            return _applications[index] = _applications[index] with { Values = values };
        });
    }

    /// <summary>Removes an application; its service principal stays.</summary>
    public bool Remove(Guid id) => Locked(() => _applications.RemoveAll(application => application.Id == id) > 0);

    /// <summary>Adds the service principal of an application.</summary>
    public SandboxServicePrincipal AddPrincipal(SandboxApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        return Add(new(Guid.NewGuid(), application.AppId, application.DisplayName, "Application"));
    }

    /// <summary>Adds a managed identity.</summary>
    /// <param name="displayName">The name: that of its resource.</param>
    /// <param name="clientId">The client id. Default: a new one.</param>
    /// <param name="resourceId">Its resource in Azure. Default: an Automation account of that name.</param>
    public SandboxServicePrincipal AddManagedIdentity(string displayName, Guid? clientId = null, string? resourceId = null) =>
        Add(new(Guid.NewGuid(), clientId ?? Guid.NewGuid(), displayName, "ManagedIdentity")
        {
            AlternativeNames =
            [
                "isExplicit=False",
                resourceId ?? "/subscriptions/6b29f44d-1c5e-4f0a-9a35-0d4c5f0f7c11/resourcegroups/mail/providers/"
                    + $"Microsoft.Automation/automationAccounts/{displayName}",
            ],
        });

    /// <summary>Takes a permission out of what Graph offers: not every cloud has all.</summary>
    public void Withdraw(string permission) => Locked(() =>
    {
        var offers = Graph.Permissions.Where(offer => offer.Value != permission).ToList();
        var index = _principals.IndexOf(Graph);
        _principals[index] = Graph = Graph with { Permissions = offers };
    });

    /// <summary>Gives a service principal an app role of Graph.</summary>
    public SandboxRoleGrant Grant(Guid principalId, Guid roleId)
    {
        var grant = new SandboxRoleGrant(NewId(), principalId, Graph.Id, roleId, _clock.GetUtcNow());
        Locked(() => _grants.Add(grant));
        return grant;
    }

    /// <summary>Takes an app role away again; false when there is none of this id.</summary>
    public bool Revoke(string grantId) => Locked(() => _grants.RemoveAll(grant => grant.Id == grantId) > 0);

    /// <summary>
    /// Consents to all that an application asks of Graph, as an administrator does in a browser: app roles are granted, delegated
    /// permissions stand in one entry for everybody, and a service principal is made where there is none.
    /// </summary>
    public void Consent(SandboxApplication application)
    {
        ArgumentNullException.ThrowIfNull(application);
        var principal = ServicePrincipals.FirstOrDefault(candidate => candidate.AppId == application.AppId)
            ?? AddPrincipal(application);
        var asked = (application.Values["requiredResourceAccess"]?.AsArray() ?? [])
            .Where(resource => Guid.TryParse((string?)resource!["resourceAppId"], out var id) && id == GraphAppId)
            .SelectMany(resource => resource!["resourceAccess"]!.AsArray())
            .Select(access => (Id: Guid.Parse((string)access!["id"]!), Type: (string?)access["type"])).ToList();
        foreach (var role in asked.Where(access => access.Type == "Role"
            && !Grants.Any(grant => grant.PrincipalId == principal.Id && grant.RoleId == access.Id)))
        {
            Grant(principal.Id, role.Id);
        }

        Consent(principal.Id, Graph.Permissions.Where(permission => asked.Contains((permission.ScopeId, "Scope")))
            .Select(permission => permission.Value));
    }

    /// <summary>Consents to delegated permissions of Graph, besides those that were consented to before.</summary>
    public void Consent(Guid principalId, IEnumerable<string> scopes) => Locked(() =>
    {
        var index = _consents.FindIndex(consent => consent.ClientId == principalId);
        var all = (index < 0 ? [] : _consents[index].Scopes).Union(scopes).ToList();
        if (index >= 0)
        {
            _consents[index] = _consents[index] with { Scopes = all };
        }
        else if (all.Count > 0)
        {
            _consents.Add(new(NewId(), principalId, Graph.Id, all));
        }
    });

    /// <summary>Takes a consent back; false when there is none of this id.</summary>
    public bool WithdrawConsent(string id) => Locked(() => _consents.RemoveAll(consent => consent.Id == id) > 0);

    /// <summary>The permissions of Graph that a client has been granted as app roles.</summary>
    internal IReadOnlyList<string> GrantedTo(Guid clientId)
    {
        var principals = ServicePrincipals.Where(principal => principal.AppId == clientId).Select(principal => principal.Id);
        var roles = Grants.Where(grant => principals.Contains(grant.PrincipalId)).Select(grant => grant.RoleId).ToHashSet();
        return
        [
            .. Graph.Permissions.Where(permission => roles.Contains(permission.RoleId)).Select(permission => permission.Value),
        ];
    }

    private SandboxServicePrincipal Add(SandboxServicePrincipal principal)
    {
        var added = principal with { Created = _clock.GetTimestamp() };
        Locked(() => _principals.Add(added));
        return added;
    }

    private T Locked<T>(Func<T> work)
    {
        lock (_lock)
        {
            return work();
        }
    }

    private void Locked(Action work)
    {
        lock (_lock)
        {
            work();
        }
    }

    /// <summary>An id as Graph makes them here: safe in an address, unlike base64.</summary>
    private static string NewId() => Base64Url.EncodeToString(Guid.NewGuid().ToByteArray());
}

/// <summary>An app registration.</summary>
/// <param name="Id">The object id.</param>
/// <param name="AppId">The client id.</param>
/// <param name="Values">Its members as Graph shows them, without the ids and the time of creation.</param>
/// <param name="CreatedDateTime">When it was created.</param>
/// <param name="Created">The same by the clock's timestamp.</param>
public sealed record SandboxApplication(
    Guid Id, Guid AppId, JsonObject Values, DateTimeOffset CreatedDateTime, long Created)
{
    /// <summary>The name.</summary>
    public string DisplayName => (string?)Values["displayName"] ?? "";
}

/// <summary>A service principal: of an application, or a managed identity.</summary>
/// <param name="Id">The object id.</param>
/// <param name="AppId">The client id.</param>
/// <param name="DisplayName">The name.</param>
/// <param name="Type">Application or ManagedIdentity.</param>
public sealed record SandboxServicePrincipal(Guid Id, Guid AppId, string DisplayName, string Type)
{
    /// <summary>Of a managed identity its resource in Azure.</summary>
    public IReadOnlyList<string> AlternativeNames { get; init; } = [];

    /// <summary>What it offers; of Microsoft Graph alone.</summary>
    public IReadOnlyList<SandboxGraphPermission> Permissions { get; init; } = [];

    /// <summary>When it was created, by the clock's timestamp.</summary>
    internal long Created { get; init; }
}

/// <summary>A permission of Graph in this tenant.</summary>
/// <param name="Value">Its value.</param>
/// <param name="RoleId">Its id as an app role.</param>
/// <param name="ScopeId">Its id as a delegated permission.</param>
public sealed record SandboxGraphPermission(string Value, Guid RoleId, Guid ScopeId);

/// <summary>What an administrator consented to for everybody who uses an application.</summary>
/// <param name="Id">The id of the entry.</param>
/// <param name="ClientId">The object id of the application's service principal.</param>
/// <param name="ResourceId">The object id of Graph's.</param>
/// <param name="Scopes">The permissions.</param>
public sealed record SandboxConsent(string Id, Guid ClientId, Guid ResourceId, IReadOnlyList<string> Scopes);

/// <summary>An app role that a service principal has.</summary>
/// <param name="Id">The id of the assignment.</param>
/// <param name="PrincipalId">Whose it is: the object id of the service principal.</param>
/// <param name="ResourceId">Whose role it is: the object id of that service principal.</param>
/// <param name="RoleId">The role.</param>
/// <param name="CreatedDateTime">Since when.</param>
public sealed record SandboxRoleGrant(
    string Id, Guid PrincipalId, Guid ResourceId, Guid RoleId, DateTimeOffset CreatedDateTime);
