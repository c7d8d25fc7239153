using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>
/// What the cmdlets share that create profiles: names, platforms, scope tags, assignment, and what happens when one exists. A
/// derived cmdlet makes a request for each profile it wants and calls <see cref="PublishAsync"/>.
/// </summary>
/// <remarks>
/// Groups, filters and tags are looked up before anything else, and all profiles of a call are planned, by reads alone, before
/// the first is written. One that cannot be made is an error of its own and does not stop the others.
/// </remarks>
public abstract class ProfileCreationCommand : ProfileCommand
{
    private readonly HashSet<string> _warned = [];
    private ProfilePublisher? _publisher;
    private ResolvedAssignments? _assignments;
    private IReadOnlyList<string>? _scopeTagIds;
    private readonly List<(SmimePlatform Platform, string Text)> _missing = [];

    /// <summary>The name; {Platform} in it stands for the platform's.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    /// <summary>The platforms; each gets a profile of its own.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public SmimePlatform[] Platform { get; set; } = [];

    /// <summary>The description; an empty text removes that of a profile that exists.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [AllowEmptyString]
    public string? Description { get; set; }

    /// <summary>Scope tags by name or id.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ScopeTagCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? ScopeTag { get; set; }

    /// <summary>Groups to assign to, by name.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] GroupName { get; set; } = [];

    /// <summary>Groups to assign to, by object id.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] GroupId { get; set; } = [];

    /// <summary>Groups to exclude, by name or object id.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeGroup { get; set; } = [];

    /// <summary>Assigns to all devices.</summary>
    [Parameter]
    public SwitchParameter AllDevices { get; set; }

    /// <summary>Assigns to all users with an Intune licence.</summary>
    [Parameter]
    public SwitchParameter AllUsers { get; set; }

    /// <summary>Assignment filters by name or id, one for each platform.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(FilterNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Filter { get; set; } = [];

    /// <summary>Whether devices that match the filter are the only ones, or are left out.</summary>
    [Parameter]
    [ValidateSet("Include", "Exclude")]
    public string FilterMode { get; set; } = nameof(SmimeFilterMode.Include);

    /// <summary>What to do when a profile of the name and type exists.</summary>
    [Parameter]
    public SmimeIfExists IfExists { get; set; } = SmimeIfExists.Error;

    /// <summary>Looks up groups, filters and tags. An override calls this one first.</summary>
    protected override async Task BeginAsync()
    {
        _publisher = Intune.CreatePublisher();
        var request = AssignmentParameters.ToRequest(GroupName, GroupId, ExcludeGroup, AllDevices, AllUsers, Filter, FilterMode);
        _assignments = request.IsEmpty && request.Filters.Count == 0 ? null : await Directory.ResolveAsync(request, Cancellation);
        if (ScopeTag is not null)
        {
            _scopeTagIds = await Directory.ResolveScopeTagsAsync(ScopeTag, Cancellation);
            RememberScopeTags(await Directory.ScopeTagNamesAsync(_scopeTagIds, Cancellation));
        }
    }

    /// <summary>
    /// With -WhatIf, takes note of a profile that another would refer to and that does not exist yet; else null, and that is an
    /// error.
    /// </summary>
    private protected Action<SmimePlatform, string, string>? OnMissing => !this.IsWhatIf() ? null
        : (platform, option, name) => _missing.Add((platform, $"{option}: '{name}', which does not exist yet"));

    /// <summary>The kind of the profiles.</summary>
    private protected abstract SmimeProfileKind Kind { get; }

    /// <summary>The platforms asked for, each once, in their order.</summary>
    private protected virtual IReadOnlyList<SmimePlatform> Platforms => [.. Platform.Distinct()];

    /// <summary>
    /// Whether an option that not all platforms have is to be given to the settings of one of them: where it has the option, and
    /// everywhere when none of the platforms asked for has it, so that the error says so.
    /// </summary>
    /// <param name="platform">The platform.</param>
    /// <param name="option">The name of the settings' property.</param>
    private protected bool Takes(SmimePlatform platform, string option) => ProfileOptions.Carries(Kind, platform, option)
        || !Platforms.Any(other => ProfileOptions.Carries(Kind, other, option));

    /// <summary>An option's value for a platform that <see cref="Takes"/> it; else null.</summary>
    private protected T? For<T>(SmimePlatform platform, T? value, string option) => Takes(platform, option) ? value : default;

    /// <summary>What a switch was given; null where it was left out and a default decides.</summary>
    private protected bool? Given(SwitchParameter value, string parameter) =>
        MyInvocation.BoundParameters.ContainsKey(parameter) ? value.ToBool() : null;

    /// <summary>What a parameter was given; null where it was left out: a profile that exists keeps what it has.</summary>
    private protected T? GivenValue<T>(T value, string parameter)
        where T : struct => MyInvocation.BoundParameters.ContainsKey(parameter) ? value : null;

    /// <summary>What {Platform} in -Name stands for.</summary>
    /// <param name="platform">The platform.</param>
    private protected virtual string NameOf(SmimePlatform platform) => ProfileName.Of(platform);

    /// <summary>
    /// Publishes a profile for each platform. One whose settings cannot be made is an error and does not stop the others.
    /// </summary>
    /// <param name="settings">Makes the settings of a platform.</param>
    private protected async Task PublishEachAsync(Func<SmimePlatform, Task<ProfileSettings>> settings)
    {
        List<ProfileRequest> requests = [];
        foreach (var platform in Platforms)
        {
            var words = new Dictionary<string, string> { ["Platform"] = NameOf(platform) };
            await ForItemAsync(ProfileName.Expand(Name, platform, words), async () =>
                requests.Add(Request(platform, await settings(platform), words)));
        }

        await PublishAsync(requests);
    }

    /// <summary>One profile that is wanted, with what all of a call have in common.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="settings">What it does.</param>
    /// <param name="words">
    /// What the words in braces in -Name stand for besides {Platform}, by the word without braces, such as Certificate.
    /// </param>
    private protected ProfileRequest Request(
        SmimePlatform platform, ProfileSettings settings, IReadOnlyDictionary<string, string>? words = null) => new()
        {
            Settings = settings,
            Platform = platform,
            DisplayName = ProfileName.Expand(Name, platform, words),
            Description = Description,
            ScopeTagIds = _scopeTagIds,
            Assignments = _assignments,
            IfExists = IfExists,
        };

    /// <summary>Plans all profiles, asks, creates or changes, and writes what came of each.</summary>
    /// <param name="requests">The profiles wanted.</param>
    private protected async Task PublishAsync(IEnumerable<ProfileRequest> requests)
    {
        List<ProfilePlan> plans = [];
        foreach (var request in requests)
        {
            await ForItemAsync(request.DisplayName, async () =>
            {
                try
                {
                    plans.Add(await _publisher!.PlanAsync(request, Cancellation));
                }
                catch (ProfileException) when (Missing(request.Platform).Any())
                {
                    // It cannot be made without the profiles that an earlier command is to make first.
                    var missing = string.Join("; ", Missing(request.Platform));
                    ShouldProcess($"'{request.DisplayName}'", $"Create {ProfileNames.Of(Kind)}: {missing}");
                }
            });
        }

        foreach (var plan in plans)
        {
            await ExecuteAsync(plan);
        }
    }

    private async Task ExecuteAsync(ProfilePlan plan)
    {
        // What is true of a platform is said once, however many profiles it gets.
        foreach (var warning in plan.Warnings.Where(_warned.Add))
        {
            WriteWarning(warning);
        }

        var isChange = plan.Action is SmimeProfileStatus.Created or SmimeProfileStatus.Updated;
        if (isChange && !ShouldProcess(Describe(plan), Action(plan)))
        {
            return;
        }

        await ForItemAsync(plan.DisplayName, async () =>
        {
            var published = await _publisher!.ExecuteAsync(plan, Cancellation);
            var profile = new SmimeProfile(published.Profile, published.Action)
            {
                Changes = [.. published.Changes.Select(change => change.Visible())],
                Assignments = published.Assignments is { } given ? SmimeProfile.ToModels(await NameAsync(given)) : null,
            };
            WriteVerbose($"{profile.Name} ({profile.Id}): {profile.Status}. {string.Join("; ", profile.Changes)}");
            WriteObject(profile);
        });
    }

    private static string Describe(ProfilePlan plan) => plan.Existing is { } existing
        ? $"'{plan.DisplayName}' ({plan.ODataType}, {existing.Id})"
        : $"'{plan.DisplayName}' ({plan.ODataType})";

    private IEnumerable<string> Missing(SmimePlatform platform) =>
        _missing.Where(other => other.Platform == platform).Select(other => other.Text);

    private string Action(ProfilePlan plan)
    {
        var changes = string.Join("; ", plan.Describe().Concat(Missing(plan.Request.Platform)));
        var verb = plan.Action == SmimeProfileStatus.Created ? "Create" : "Change";
        return $"{verb} {ProfileNames.Of(plan.Kind)}{(changes.Length > 0 ? ": " + changes : string.Empty)}";
    }
}
