using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Errors;

namespace SmimeCertTools.Profiles;

/// <summary>
/// What the cmdlets share that change profiles which exist: the profiles are named, by name or id, or come by pipeline.
/// </summary>
public abstract class ProfileIdCommand : ProfileCommand
{
    private IReadOnlyList<IntuneProfile>? _all;

    /// <summary>The profiles by name; wildcards are allowed. An id that is nobody's name is taken as well.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>The profiles by id.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Id { get; set; } = [];

    /// <summary>The profiles as objects of Get-SmimeProfile, or of the commands that make them.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public SmimeProfile[] InputObject { get; set; } = [];

    /// <summary>Writes the profiles as they are afterwards, or were before their removal.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        // An object brings its id by the property as well.
        var ids = InputObject.Length > 0 ? [.. InputObject.Select(profile => profile.Id)] : Id;
        if (ids.Length == 0 && Name.Length == 0)
        {
            ThrowTerminatingError(ProfileErrors.NotNamed());
        }

        foreach (var id in ids.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            await ForItemAsync(id, async () => await ProcessAsync(await Intune.GetProfileAsync(id, Cancellation)));
        }

        if (Name.Length > 0)
        {
            await ProcessNamesAsync();
        }
    }

    private protected abstract Task ProcessAsync(IntuneProfile profile);

    private async Task ProcessNamesAsync()
    {
        _all ??= await Intune.ListProfilesAsync(AllKinds, Cancellation);
        foreach (var name in Name)
        {
            if (Guid.TryParse(name, out _) && !_all.Any(profile => IsCalled(profile, name)))
            {
                await ForItemAsync(name, async () => await ProcessAsync(await Intune.GetProfileAsync(name, Cancellation)));
                continue;
            }

            foreach (var profile in Called(_all, [name]))
            {
                await ForItemAsync(profile.DisplayName, () => ProcessAsync(profile));
            }
        }
    }
}
