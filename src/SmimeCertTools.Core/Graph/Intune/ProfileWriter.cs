using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>Sends profiles and confirms each step by a read.</summary>
internal sealed class ProfileWriter(ProfileStore store)
{
    private GraphTransport Transport => store.Transport;

    /// <summary>How a profile that exists differs, references and apps included.</summary>
    public async Task<ProfileComparison> CompareAsync(
        ProfileBody body, IntuneProfile existing, JsonObject common, CancellationToken cancellationToken) =>
        ProfileComparison.Compare(
            body, await store.WithReferencesAsync(existing, body, cancellationToken).ConfigureAwait(false), common);

    /// <summary>Creates a profile and reads it back; its apps are set apart.</summary>
    public async Task<IntuneProfile> CreateAsync(ProfilePlan plan, JsonObject common, CancellationToken cancellationToken)
    {
        var collection = ProfileTypes.CollectionOf(plan.Kind);
        var subject = IntuneSubjects.Write("create", collection, plan.DisplayName);
        var json = Compose(plan, common);
        string? id = null;
        ProfileComparison? last = null;
        try
        {
            return await new ConfirmedWrite<IntuneProfile>(Transport.Policy, subject)
            {
                Send = async token =>
                    id = (await Transport.SendAsync(subject, HttpMethod.Post, collection, json, token).ConfigureAwait(false))
                        ?.Text("id"),
                Look = async (_, token) =>
                {
                    var found = id is null
                        ? await FindNewAsync(plan, token).ConfigureAwait(false)
                        : await store.GetAsync(collection, id, plan.DisplayName, token).ConfigureAwait(false);
                    if (found is null)
                    {
                        return null;
                    }

                    var complete = await store.WithReferencesAsync(found, plan.Body, token).ConfigureAwait(false);
                    last = ProfileComparison.CompareNew(plan.Body, complete with { Apps = null }, common);
                    return last.IsEqual ? found
                        : id is null ? throw Appeared(plan, found)
                        : null;
                },
                Missing = () => GraphErrors.NotConfirmed(subject, last is null
                    ? "a look-up does not show it"
                    : $"the profile is not as sent: {string.Join("; ", last.Differences)}; it is not assigned"),
            }.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (GraphRequestException e) when (id is not null)
        {
            // What was made must be found again, whatever became of it since.
            throw GraphErrors.WithNote(e, $"The service gave it the id {id}: look at it, and remove it before you try again.");
        }
    }

    /// <summary>Changes the members, references and apps that differ.</summary>
    /// <remarks>
    /// The profile is read and compared anew right before: a list is sent whole, and what others changed in it since the plan was
    /// made must not be undone.
    /// </remarks>
    public async Task UpdateAsync(ProfilePlan plan, JsonObject common, CancellationToken cancellationToken)
    {
        var existing = await store.GetAsync(
            plan.Existing!.Collection, plan.Existing.Id, plan.DisplayName, cancellationToken).ConfigureAwait(false)
            ?? throw new IntuneException(IntuneErrorKind.ProfileNotFound,
                $"The profile '{plan.DisplayName}' ({plan.Existing.Id}) has been removed meanwhile. Run the command again.",
                plan.DisplayName);
        var comparison = await CompareAsync(plan.Body, existing, common, cancellationToken).ConfigureAwait(false);
        var subject = IntuneSubjects.Write("change", existing.Collection, plan.DisplayName);
        if (comparison.Patch is not null || comparison.ChangedReferences.Count > 0)
        {
            var json = comparison.Patch?.DeepClone().AsObject()
                ?? new JsonObject { ["@odata.type"] = ProfileTypes.Prefix + plan.ODataType };
            Bind(json, comparison.ChangedReferences);
            ProfileComparison? last = null;
            var changed = await new ConfirmedWrite<IntuneProfile>(Transport.Policy, subject)
            {
                Send = token => Transport.SendAsync(subject, GraphTransport.Patch, existing.Path, json, token),
                Look = async (_, token) =>
                {
                    var found = await store.GetAsync(existing.Collection, existing.Id, plan.DisplayName, token)
                        .ConfigureAwait(false);
                    last = found is null ? null : ProfileComparison.Compare(plan.Body, found with { Apps = null }, common);
                    return last is { IsEqual: true } ? found : null;
                },
                Missing = () => GraphErrors.NotConfirmed(subject, last is null
                    ? "a look-up does not show it"
                    : $"a look-up shows {string.Join("; ", last.Differences)}"),
            }.RunAsync(cancellationToken).ConfigureAwait(false);
            if (AppSettingsKept.Lost(json, changed.Json) is { Count: > 0 } lost)
            {
                throw Lost(plan, changed, lost);
            }
        }

        foreach (var reference in comparison.ChangedReferences)
        {
            await BindAsync(existing, subject, reference.Navigation, reference.ProfileId, cancellationToken)
                .ConfigureAwait(false);
        }

        if (comparison.AppsDiffer)
        {
            await SetAppsAsync(plan.Body, existing, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Adds the apps that a managed-app configuration lacks; nothing for other kinds.</summary>
    public async Task SetAppsAsync(ProfileBody body, IntuneProfile profile, CancellationToken cancellationToken)
    {
        if (body.TargetApps.Count == 0)
        {
            return;
        }

        var subject = IntuneSubjects.Write("set the apps of", profile);

        // The action replaces the whole list: apps that others added are sent along.
        var missing = OutlookProfile.Missing(body.TargetApps, profile.Apps);
        var others = profile.Apps?.OfType<JsonObject>().Select(app => app["mobileAppIdentifier"]).OfType<JsonObject>()
            .Select(identifier => new JsonObject { ["mobileAppIdentifier"] = identifier.DeepClone() }) ?? [];
        List<JsonObject> wanted = [.. others, .. missing.Select(app => app.DeepClone().AsObject())];
        var json = new JsonObject
        {
            ["apps"] = new JsonArray([.. wanted.Select(app => app.DeepClone())]),
            ["appGroupType"] = body.Members.Text("appGroupType") ?? "selectedPublicApps",
        };
        await new ConfirmedWrite<IntuneProfile>(Transport.Policy, subject)
        {
            Send = token => Transport.SendAsync(subject, HttpMethod.Post, profile.Path + "/targetApps", json, token),
            Look = async (_, token) =>
            {
                var found = await store.GetAsync(profile.Collection, profile.Id, profile.DisplayName, token)
                    .ConfigureAwait(false);
                return OutlookProfile.Missing(wanted, found?.Apps).Count == 0 ? found : null;
            },
            Missing = () => GraphErrors.NotConfirmed(subject, "a look-up shows other apps"),
        }.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IntuneException Appeared(ProfilePlan plan, IntuneProfile found) => new(IntuneErrorKind.ProfileAmbiguous,
        $"While '{plan.DisplayName}' was created a profile of that name and type appeared ({found.Id}) that is not as sent. "
            + "Whether it is the one is not known: look at it before you try again.",
        found);

    private static IntuneException Lost(ProfilePlan plan, IntuneProfile profile, IReadOnlyList<ProfileDifference> lost) => new(
        IntuneErrorKind.ProfileSettingsLost,
        $"The profile '{plan.DisplayName}' ({profile.Id}) has what was asked for, but other settings in it are not as they were: "
            + $"{string.Join("; ", lost.Select(item => $"{item.Member} is {item.Existing} and was {item.Wanted}"))}. Somebody "
            + "may have changed them in the same moment. If not, put them back, and then run the command again: what it does "
            + "after this was left out.",
        profile);

    private JsonObject Compose(ProfilePlan plan, JsonObject common)
    {
        var json = new JsonObject { ["@odata.type"] = ProfileTypes.Prefix + plan.ODataType, ["displayName"] = plan.DisplayName };
        foreach (var (name, value) in common.Concat(plan.Body.Members).Select(pair => (pair.Key, pair.Value)))
        {
            json[name] = value?.DeepClone();
        }

        Bind(json, plan.Body.References);
        return json;
    }

    private void Bind(JsonObject json, IEnumerable<ProfileReference> references)
    {
        foreach (var reference in references)
        {
            json[reference.Navigation + "@odata.bind"] = Transport.BindingOf(reference.ProfileId);
        }
    }

    /// <summary>Leads a navigation to another profile, unless it does already.</summary>
    private async Task BindAsync(
        IntuneProfile profile, GraphRequestSubject subject, string navigation, Guid target, CancellationToken cancellationToken)
    {
        if (await store.ReferenceAsync(profile, navigation, cancellationToken).ConfigureAwait(false) == target)
        {
            return;
        }

        var path = profile.NavigationPath(navigation) + "/$ref";
        await new ConfirmedWrite<IntuneProfile>(Transport.Policy, subject)
        {
            Send = token => Transport.SendAsync(
                subject, HttpMethod.Put, path, new JsonObject { ["@odata.id"] = Transport.BindingOf(target) }, token),
            Look = async (_, token) =>
                await store.ReferenceAsync(profile, navigation, token).ConfigureAwait(false) == target ? profile : null,
            Missing = () => GraphErrors.NotConfirmed(subject, $"{navigation} leads elsewhere"),
        }.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The profile that was not there when the plan was made; null for none.</summary>
    private async Task<IntuneProfile?> FindNewAsync(ProfilePlan plan, CancellationToken cancellationToken)
    {
        var found = await store.FindAsync(plan.Body, plan.DisplayName, cancellationToken).ConfigureAwait(false);
        return found.Count switch
        {
            0 => null,
            1 => found[0],
            _ => throw Appeared(plan, found[0]),
        };
    }
}
