using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>
/// What the cmdlets share that change profiles which exist: the profiles are named, by name or id, or come by pipeline.
/// </summary>
public abstract class ProfileIdCommand : ProfileCommand
{
    private IReadOnlyList<IntuneProfile>? _all;
    private bool _areNamesTaken;

    /// <summary>The profiles by name; wildcards are allowed. An id that is nobody's name is taken as well.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>The profiles by id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [TextTransform(AllowMany = true)]
    public string[] Id { get; set; } = [];

    /// <summary>The profiles as objects of Get-SmimeProfile, or of the commands that make them; names are taken too.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <summary>Writes the profiles as they are afterwards, or were before their removal.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        if (!MyInvocation.ExpectingInput && Id.Length == 0 && Name.Length == 0 && InputObject is null)
        {
            ThrowTerminatingError(InputErrors.ProfileMissing());
        }

        return base.BeginAsync();
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        // What the command line names comes with each object of the pipeline again.
        List<string> names = _areNamesTaken ? [] : [.. Name];
        _areNamesTaken = true;
        List<string> ids = [];
        foreach (var item in PipelineInput.Take(InputObject).OfType<object>())
        {
            if (ObjectMembers.Base(item) is SmimeProfile profile)
            {
                ids.Add(profile.Id);
            }
            else if (item is string { Length: > 0 } name)
            {
                names.Add(name);
            }
            else if (Id.Length == 0)
            {
                WriteError(InputErrors.Unusable(InputErrors.ValueUnusableId, nameof(InputObject),
                    "is no profile. Pipe what Get-SmimeProfile shows, names, or objects with a property Id"));
            }
        }

        // An object brings its id by the property as well.
        if (ids.Count == 0)
        {
            ids.AddRange(UsableIds(Id));
        }

        foreach (var id in ids.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            await ForItemAsync(id, async () => await ProcessAsync(await Intune.GetProfileAsync(id, Cancellation)));
        }

        foreach (var name in names)
        {
            await ProcessNameAsync(name);
        }
    }

    private protected abstract Task ProcessAsync(IntuneProfile profile);

    private async Task ProcessNameAsync(string name)
    {
        _all ??= await Intune.ListProfilesAsync(AllKinds, Cancellation);
        if (Guid.TryParse(name, out _) && !_all.Any(profile => IsCalled(profile, name)))
        {
            await ForItemAsync(name, async () => await ProcessAsync(await Intune.GetProfileAsync(name, Cancellation)));
            return;
        }

        foreach (var profile in Called(_all, [name]))
        {
            await ForItemAsync(profile.DisplayName, () => ProcessAsync(profile));
        }
    }
}
