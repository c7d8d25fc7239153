using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Core.Graph.Intune;

/// <summary>
/// Creates, changes and assigns profiles, in two steps: a plan, which only reads, and its execution, which confirms what it did
/// by reading back. One object serves one command. Not for concurrent use.
/// </summary>
public sealed class ProfilePublisher
{
    private readonly ProfileStore _store;
    private readonly AssignmentWriter _assignments;
    private readonly ProfileWriter _writer;
    private readonly HashSet<string> _planned = new(StringComparer.OrdinalIgnoreCase);

    internal ProfilePublisher(GraphTransport transport)
    {
        _store = new ProfileStore(transport);
        _assignments = new AssignmentWriter(_store);
        _writer = new ProfileWriter(_store);
    }

    /// <summary>Finds out what is to be done. Sends no write.</summary>
    /// <exception cref="ProfileException">The platform has no such profile or cannot carry an option, or a value is wrong.
    /// </exception>
    /// <exception cref="IntuneException">
    /// One of that name and type exists and is not to be changed, several do, it differs in what cannot change, the same command
    /// planned it before, or the assignments contradict each other.
    /// </exception>
    /// <exception cref="GraphRequestException">A request failed.</exception>
    public async Task<ProfilePlan> PlanAsync(ProfileRequest request, CancellationToken cancellationToken)
    {
        var name = Guard.NotNull(request).DisplayName.Trim();
        if (name.Length == 0)
        {
            throw new ProfileException(ProfileErrorKind.OptionInvalid, "The profile's name is empty. Give it one.", "Name");
        }

        var body = request.Settings.Build(request.Platform);
        var given = request.Assignments?.For(name, body.Kind, [request.Platform]) ?? [];
        var fresh = AssignmentPlan.Create(name, body.Kind, [], given, AssignmentMode.Add);
        RefuseRepeated(body, name);

        var found = await _store.FindAsync(body, name, cancellationToken).ConfigureAwait(false);
        return found.Count switch
        {
            0 => new ProfilePlan(request, body, name) { Given = given, Assignments = given.Count > 0 ? fresh : null },
            1 => await PlanExistingAsync(request, body, name, given, found[0], cancellationToken).ConfigureAwait(false),
            _ => throw Ambiguous(name, body, found),
        };
    }

    /// <summary>Does what the plan says and confirms it.</summary>
    /// <exception cref="IntuneException">
    /// It was created or changed and a later step failed (<see cref="IntuneErrorKind.ProfileIncomplete"/>): planned again with
    /// <see cref="SmimeIfExists.Update"/> the rest is done. Or it was changed, and settings that nobody asked to change are no
    /// longer as they were (<see cref="IntuneErrorKind.ProfileSettingsLost"/>).
    /// </exception>
    /// <exception cref="GraphRequestException">A request failed; see its kind for whether the profile may exist.</exception>
    public async Task<PublishedProfile> ExecuteAsync(ProfilePlan plan, CancellationToken cancellationToken)
    {
        Guard.NotNull(plan);
        if (plan.Action is SmimeProfileStatus.Skipped or SmimeProfileStatus.Unchanged)
        {
            return new PublishedProfile(plan.Action, plan.Existing!, plan.Assignments?.Wanted, []);
        }

        var profile = plan.Existing ?? await _writer.CreateAsync(plan, Common(plan.Request), cancellationToken)
            .ConfigureAwait(false);
        var isCreated = plan.Existing is null;
        try
        {
            if (isCreated)
            {
                await _writer.SetAppsAsync(plan.Body, profile, cancellationToken).ConfigureAwait(false);
            }
            else if (plan.Differences.Count > 0)
            {
                await _writer.UpdateAsync(plan, Common(plan.Request), cancellationToken).ConfigureAwait(false);
            }

            var assigned = plan.Given.Count == 0 ? null : await _assignments.ApplyAsync(
                profile, plan.Given, AssignmentMode.Add, cancellationToken).ConfigureAwait(false);
            var final = await _store.GetAsync(profile.Collection, profile.Id, plan.DisplayName, cancellationToken)
                .ConfigureAwait(false)
                ?? throw GraphErrors.NotConfirmed(
                    IntuneSubjects.Write("create", profile.Collection, plan.DisplayName), "a look-up no longer shows it");
            return new PublishedProfile(plan.Action, final, assigned?.Wanted,
                [.. plan.Differences.Select(difference => difference.ToString()), .. assigned?.Describe() ?? []]);
        }
        catch (SmimeException e) when (e is not IntuneException { Kind: IntuneErrorKind.ProfileSettingsLost })
        {
            throw Incomplete(plan, profile, isCreated, e);
        }
    }

    private static JsonObject Common(ProfileRequest request)
    {
        var common = new JsonObject();
        if (request.Description is { } description)
        {
            common["description"] = description.Length == 0 ? null : description;
        }

        if (request.ScopeTagIds is { } tags)
        {
            common["roleScopeTagIds"] = new JsonArray([.. tags.Select(tag => JsonValue.Create(tag))]);
        }

        return common;
    }

    private static IntuneException Ambiguous(string name, ProfileBody body, IReadOnlyList<IntuneProfile> found) => new(
        IntuneErrorKind.ProfileAmbiguous, $"{found.Count} profiles of the type {body.ODataType} are called '{name}': "
            + $"{string.Join(", ", found.Select(profile => profile.Id))}. Which one is meant cannot be told: rename or remove "
            + "the others, or use another name.",
        name);

    private static IntuneException Exists(IntuneProfile existing) => new(IntuneErrorKind.ProfileExists,
        $"A profile '{existing.DisplayName}' of the type {existing.ODataType} exists ({existing.Id}). Use another name, or "
            + "-IfExists Skip or Update.",
        existing);

    private static IntuneException Fixed(IntuneProfile existing, IReadOnlyList<ProfileDifference> differences) => new(
        IntuneErrorKind.ProfileFixed,
        $"The profile '{existing.DisplayName}' ({existing.Id}) differs in what cannot change after creation: "
            + $"{string.Join("; ", differences.Select(item => $"{item.Member} is {item.Existing}, wanted is {item.Wanted}"))}. "
            + "Nothing was changed. Make a profile of another name, or remove this one first.",
        existing);

    private static IntuneException Incomplete(
        ProfilePlan plan, IntuneProfile profile, bool isCreated, SmimeException cause) => new(
        IntuneErrorKind.ProfileIncomplete,
        $"The profile '{plan.DisplayName}' {(isCreated ? "was created" : "exists")} ({profile.Id}), but is not as wanted yet: "
            + $"{cause.Message} Update it to finish it.",
        profile, cause);

    private async Task<ProfilePlan> PlanExistingAsync(ProfileRequest request, ProfileBody body, string name,
        IReadOnlyList<ProfileAssignment> given, IntuneProfile existing, CancellationToken cancellationToken)
    {
        if (request.IfExists != SmimeIfExists.Update)
        {
            return request.IfExists == SmimeIfExists.Error ? throw Exists(existing)
                : new ProfilePlan(request, body, name) { Action = SmimeProfileStatus.Skipped, Existing = existing };
        }

        var comparison = await _writer.CompareAsync(body, existing, Common(request), cancellationToken).ConfigureAwait(false);
        if (comparison.FixedDifferences.Count > 0)
        {
            throw Fixed(existing, comparison.FixedDifferences);
        }

        if (!_planned.Add("id|" + existing.Id))
        {
            throw new IntuneException(IntuneErrorKind.ProfileRepeated,
                $"'{existing.DisplayName}' ({existing.Id}) serves {Names(existing.Platforms)}, and this command would change it "
                    + "twice. "
                    + (body.Kind == SmimeProfileKind.OutlookDevices
                        ? "Name one of the platforms, or have one configuration of both."
                        : "Name one of the platforms: what is set reaches the others too."),
                existing);
        }

        var assignments = given.Count == 0 ? null : await _assignments.PlanAsync(
            existing, given, AssignmentMode.Add, cancellationToken).ConfigureAwait(false);
        return new ProfilePlan(request, body, name)
        {
            Action = comparison.IsEqual && assignments?.HasChanges != true
                ? SmimeProfileStatus.Unchanged
                : SmimeProfileStatus.Updated,
            Existing = existing,
            Differences = comparison.Differences,
            Assignments = assignments,
            Given = given,
        };
    }

    private static string Names(IEnumerable<SmimePlatform> platforms) => string.Join(" and ", platforms.Select(ProfileNames.Of));

    private void RefuseRepeated(ProfileBody body, string name)
    {
        // App configurations of one type are told apart by platform, or by app.
        var variant = body.Kind == SmimeProfileKind.OutlookApps
            ? string.Join(",", body.TargetApps.Select(OutlookProfile.Identify))
            : string.Join(",", body.Platforms);
        if (!_planned.Add($"{body.ODataType}|{variant}|{name}"))
        {
            throw new IntuneException(IntuneErrorKind.ProfileRepeated,
                $"This command makes the profile '{name}' of the type {body.ODataType} twice. Give each its own name, by a "
                    + "pattern with {Platform} or, for several certificates, {Certificate}.",
                name);
        }
    }
}
