using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>
/// Makes app registrations, or completes those that exist: what one has besides what is wanted stays. Failed requests are <see
/// cref="GraphRequestException"/> with the application's name as target.
/// </summary>
public sealed class ApplicationClient
{
    private readonly GraphTransport _transport;
    private readonly ApplicationStore _store;
    private readonly ApplicationWriter _writer;
    private readonly ConsentAddress _consent;
    private GraphResource? _graph;

    /// <summary>Creates a client of <paramref name="connection"/>, which stays the caller's.</summary>
    public ApplicationClient(GraphConnection connection)
    {
        _transport = new GraphTransport(Guard.NotNull(connection));
        _store = new ApplicationStore(_transport);
        _writer = new ApplicationWriter(_transport, _store);
        _consent = new ConsentAddress(connection);
    }

    /// <summary>Compares what is with what is wanted. Sends no write.</summary>
    /// <exception cref="RegistrationException">
    /// There is no application with the client id, several have the name, or the tenant's Graph does not offer a permission.
    /// </exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<ApplicationPlan> PlanAsync(ApplicationRequest request, CancellationToken cancellationToken)
    {
        _graph ??= await GraphResource.ReadAsync(_transport, cancellationToken).ConfigureAwait(false);
        return await PlanAsync(
            request, await FindAsync(Guard.NotNull(request), cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Creates or completes the application and its service principal, and confirms each by a look-up.</summary>
    /// <returns>The same comparison afterwards, without differences.</returns>
    /// <exception cref="RegistrationException">
    /// The application was created or changed, and a later step failed
    /// (<see cref="RegistrationErrorKind.ApplicationIncomplete"/>).
    /// </exception>
    /// <exception cref="GraphRequestException">The first step failed.</exception>
    public async Task<ApplicationPlan> ApplyAsync(ApplicationPlan plan, CancellationToken cancellationToken)
    {
        Guard.NotNull(plan);
        var application = plan.Existing;
        if (application is null)
        {
            application = await _writer.CreateAsync(
                plan.Request, Compare(plan, null), found => Compare(plan, found), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // Read anew: lists are sent whole, and what others changed since the plan was made must not be undone.
            application = await _store.GetAsync(application.Id, plan.DisplayName, cancellationToken).ConfigureAwait(false)
                ?? throw Gone(plan);
            if (Compare(plan, application) is { Differences.Count: > 0 } comparison)
            {
                application = await _writer.UpdateAsync(
                    application, comparison, found => Compare(plan, found), cancellationToken).ConfigureAwait(false);
            }
        }

        try
        {
            if (plan.ServicePrincipalId is null)
            {
                await _writer.CreatePrincipalAsync(application, plan.IsNew, cancellationToken).ConfigureAwait(false);
            }

            return await PlanAsync(plan.Request, application, cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (!e.IsSessionError)
        {
            throw new RegistrationException(RegistrationErrorKind.ApplicationIncomplete,
                $"The application '{application.DisplayName}' ({application.ClientId}) is there, but what comes next failed. "
                    + $"{e.Message} Run the command again: it does the rest.",
                application.DisplayName, e);
        }
    }

    private static RegistrationException Gone(ApplicationPlan plan) => new(RegistrationErrorKind.ApplicationNotFound,
        $"The application '{plan.DisplayName}' ({plan.ClientId}) has been removed meanwhile. Run the command again.",
        plan.DisplayName);

    private ApplicationComparison Compare(ApplicationPlan plan, FoundApplication? existing) =>
        ApplicationComparison.Of(plan.Request, _consent.RedirectUris, plan.Graph, existing?.Model);

    private async Task<FoundApplication?> FindAsync(ApplicationRequest request, CancellationToken cancellationToken)
    {
        if (request.ClientId is not { } clientId)
        {
            return await _store.FindByNameAsync(request.DisplayName, cancellationToken).ConfigureAwait(false);
        }

        var found = Guid.TryParse(clientId, out var id)
            ? await _store.FindByClientIdAsync(id.ToString(), cancellationToken).ConfigureAwait(false) : null;
        return found ?? throw new RegistrationException(RegistrationErrorKind.ApplicationNotFound,
            $"No application of this tenant has the client id '{clientId}'. Check the id and the tenant, or leave the id out to "
                + "have an application found or made by its name.",
            clientId);
    }

    private async Task<ApplicationPlan> PlanAsync(
        ApplicationRequest request, FoundApplication? found, CancellationToken cancellationToken)
    {
        var graph = _graph!;
        var existing = found is null ? null
            : await _store.GetAsync(found.Id, found.DisplayName, cancellationToken).ConfigureAwait(false) ?? found;
        var principal = existing is null ? null
            : await _store.FindPrincipalAsync(existing.ClientId, existing.DisplayName, cancellationToken).ConfigureAwait(false);
        List<ApplicationDifference> differences = [];
        if (existing is null)
        {
            differences.Add(ApplicationDifference.Missing("application", request.DisplayName));
        }

        differences.AddRange(
            ApplicationComparison.Of(request, _consent.RedirectUris, graph, existing?.Model).Differences);
        if (principal is null)
        {
            differences.Add(ApplicationDifference.Missing("servicePrincipal", existing?.DisplayName ?? request.DisplayName));
        }

        var (pending, problem) = await PendingAsync(
            request, principal?.Id, existing?.DisplayName ?? request.DisplayName, cancellationToken).ConfigureAwait(false);
        return new ApplicationPlan(request, existing)
        {
            ServicePrincipalId = principal?.Id,
            Differences = differences,
            ConsentUri = existing is null ? null : _consent.For(existing.ClientId, request.IsPublicClient),
            PendingConsent = pending,
            ConsentProblem = problem,
            Graph = graph,
        };
    }

    // Who may register an application may not always read what was consented to for people.
    private async Task<(IReadOnlyList<string>? Pending, string? Problem)> PendingAsync(
        ApplicationRequest request, string? principalId, string displayName, CancellationToken cancellationToken)
    {
        if (!request.IsPublicClient)
        {
            return (await PendingRolesAsync(request, principalId, displayName, cancellationToken).ConfigureAwait(false), null);
        }

        try
        {
            var consented = principalId is null ? new HashSet<string>()
                : await _store.ListConsentsAsync(principalId, _graph!.Id, displayName, cancellationToken).ConfigureAwait(false);
            return ([.. request.Permissions.Select(permission => permission.Value).Where(value => !consented.Contains(value))],
                null);
        }
        catch (GraphRequestException e) when (e.Kind == GraphErrorKind.Forbidden && !e.IsForeign)
        {
            return (null, e.Message);
        }
    }

    private async Task<IReadOnlyList<string>> PendingRolesAsync(
        ApplicationRequest request, string? principalId, string displayName, CancellationToken cancellationToken)
    {
        HashSet<Guid?> granted = principalId is null ? []
            : [.. (await _store.ListGrantsAsync(principalId, _graph!.Id, displayName, cancellationToken).ConfigureAwait(false))
                .Select(grant => grant.AppRoleId)];
        return
        [
            .. request.Permissions.Where(permission => !granted.Contains(_graph!.IdOf(permission, isDelegated: false)))
                .Select(permission => permission.Value),
        ];
    }
}
