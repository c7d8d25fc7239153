using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Graph.Models;
using SmimeCertTools.Core.Graph.Connection;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>The writes to applications and service principals, each confirmed.</summary>
internal sealed class ApplicationWriter(GraphTransport transport, ApplicationStore store)
{
    /// <summary>
    /// How often an effect is looked for after the service said yes. The directory is consistent in the end only: what was
    /// written in one place is some seconds later seen in another.
    /// </summary>
    public const int Lookups = 8;

    // Work and school accounts of this tenant.
    private const string SingleTenant = "AzureADMyOrg";

    /// <summary>
    /// Creates an application. One of unknown outcome is looked for by its name; one that is found and is not as sent is never
    /// taken for ours.
    /// </summary>
    public Task<FoundApplication> CreateAsync(ApplicationRequest request, ApplicationComparison comparison,
        Func<FoundApplication, ApplicationComparison> compare, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.Write("create", request.DisplayName);
        var body = comparison.Change;
        body.DisplayName = request.DisplayName;
        body.SignInAudience = SingleTenant;
        string? id = null;
        ApplicationComparison? last = null;
        return new ConfirmedWrite<FoundApplication>(transport.Policy, subject)
        {
            Lookups = Lookups,
            Send = async token => id = (await transport.SendAsync(subject, HttpMethod.Post,
                transport.Released(ApplicationSubjects.Applications), GraphTransport.Write(body), token)
                .ConfigureAwait(false))?.Text("id"),
            Look = async (_, token) =>
            {
                var at = id ?? (await store.FindByNameAsync(request.DisplayName, token).ConfigureAwait(false))?.Id;
                var found = at is null ? null
                    : await store.GetAsync(at, request.DisplayName, token).ConfigureAwait(false);
                last = found is null ? null : compare(found);
                return last is { Differences.Count: > 0 } ? id is null ? throw Appeared(found!) : null : found;
            },
            Missing = () => GraphErrors.NotConfirmed(subject, last is null
                ? $"a look-up does not show it (object id {id})"
                : $"a look-up of it (object id {id}) shows {string.Join("; ", last.Differences)}"),
        }.RunAsync(cancellationToken);
    }

    /// <summary>Changes the members that differ.</summary>
    public Task<FoundApplication> UpdateAsync(FoundApplication application, ApplicationComparison comparison,
        Func<FoundApplication, ApplicationComparison> compare, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.Write("change", application.DisplayName);
        ApplicationComparison? last = null;
        return new ConfirmedWrite<FoundApplication>(transport.Policy, subject)
        {
            Lookups = Lookups,
            Send = token => transport.SendAsync(subject, GraphTransport.Patch,
                transport.Released($"{ApplicationSubjects.Applications}/{application.Id}"),
                GraphTransport.Write(comparison.Change), token),
            Look = async (_, token) =>
            {
                var found = await store.GetAsync(application.Id, application.DisplayName, token).ConfigureAwait(false);
                last = found is null ? null : compare(found);
                return last is { Differences.Count: 0 } ? found : null;
            },
            Missing = () => GraphErrors.NotConfirmed(subject, last is null
                ? "a look-up does not show it"
                : $"a look-up shows {string.Join("; ", last.Differences)}"),
        }.RunAsync(cancellationToken);
    }

    /// <summary>
    /// Creates the service principal of an application. Of one made just before the service may not know yet, wherever it is
    /// asked: a refusal for that is tried again, as often as requests are.
    /// </summary>
    /// <param name="application">The application.</param>
    /// <param name="isNew">Whether it was made just before.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public Task<ServicePrincipal> CreatePrincipalAsync(
        FoundApplication application, bool isNew, CancellationToken cancellationToken)
    {
        var subject = ApplicationSubjects.CreatePrincipal(application.DisplayName);
        return new ConfirmedWrite<ServicePrincipal>(transport.Policy, subject)
        {
            Lookups = Lookups,
            Send = token => transport.SendAsync(subject, HttpMethod.Post,
                transport.Released(ApplicationSubjects.ServicePrincipals),
                GraphTransport.Write(new ServicePrincipal { AppId = application.ClientId }), token),
            Look = (_, token) => store.FindPrincipalAsync(application.ClientId, application.DisplayName, token),
            IsContradicted = e => !e.IsForeign && (e.Kind == GraphErrorKind.Conflict
                || (isNew && e.Kind is GraphErrorKind.BadRequest or GraphErrorKind.NotFound)),
            Missing = () => GraphErrors.NotConfirmed(subject, "a look-up does not show it"),
        }.RunAsync(cancellationToken);
    }

    /// <summary>Grants an app role of Graph to a service principal.</summary>
    public Task<AppRoleAssignment> GrantAsync(
        ServicePrincipal principal, GraphResource graph, string permission, Guid roleId, CancellationToken cancellationToken)
    {
        var name = principal.DisplayName ?? principal.Id!;
        var subject = ApplicationSubjects.Grant(permission, name);
        var body = new AppRoleAssignment { PrincipalId = Guid.Parse(principal.Id!), ResourceId = graph.Id, AppRoleId = roleId };
        return new ConfirmedWrite<AppRoleAssignment>(transport.Policy, subject)
        {
            Lookups = Lookups,
            Send = token => transport.SendAsync(subject, HttpMethod.Post,
                transport.Released($"{ApplicationSubjects.ServicePrincipals}/{graph.Id}/appRoleAssignedTo"),
                GraphTransport.Write(body), token),
            Look = async (failure, token) =>
            {
                var grants = await store.ListGrantsAsync(principal.Id!, graph.Id, name, token).ConfigureAwait(false);
                var found = grants.FirstOrDefault(grant => grant.AppRoleId == roleId);

                // A refusal that is no "it has it already" stands; an identity made just before may be unknown for a while.
                return found is null && failure is { Kind: GraphErrorKind.BadRequest or GraphErrorKind.Conflict }
                    ? throw failure : found;
            },
            IsContradicted = e => !e.IsForeign
                && e.Kind is GraphErrorKind.BadRequest or GraphErrorKind.NotFound or GraphErrorKind.Conflict,
            Missing = () => GraphErrors.NotConfirmed(subject, "a look-up does not show it"),
        }.RunAsync(cancellationToken);
    }

    private static RegistrationException Appeared(FoundApplication found) => new(RegistrationErrorKind.ApplicationAmbiguous,
        $"While '{found.DisplayName}' was created an application of that name appeared ({found.ClientId}) that is not as sent. "
            + "Whether it is the one is not known: look at it before you try again.",
        found.DisplayName);
}
