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
/// Shows the profiles that bring certificates and S/MIME to devices, with their assignments and, on request, what devices report
/// of their certificates.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SmimeProfile", DefaultParameterSetName = NameSet)]
[OutputType(typeof(SmimeProfile))]
public sealed class GetSmimeProfileCommand : ProfileCommand
{
    private const string NameSet = "Name";
    private const string IdSet = "Id";

    /// <summary>Only profiles of these names; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = NameSet, Position = 0)]
    [ArgumentCompleter(typeof(ProfileNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>Only these profiles.</summary>
    [Parameter(ParameterSetName = IdSet, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [TextTransform(AllowMany = true)]
    public string[] Id { get; set; } = [];

    /// <summary>Only profiles of these kinds.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public SmimeProfileKind[]? Kind { get; set; }

    /// <summary>Only profiles for these platforms.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public SmimePlatform[]? Platform { get; set; }

    /// <summary>Reads what devices report of each profile's certificates as well.</summary>
    [Parameter]
    public SwitchParameter CertificateState { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (var id in UsableIds(Id))
            {
                await ShowAsync(id, async () => await Intune.GetProfileAsync(id, Cancellation));
            }

            return;
        }

        var kinds = Kind ?? [.. AllKinds];
        var profiles = await Intune.ListProfilesAsync([.. kinds.Distinct()], Cancellation);
        foreach (var profile in Wanted(profiles))
        {
            await ShowAsync(profile.DisplayName, () => Task.FromResult(profile));
        }
    }

    private IEnumerable<IntuneProfile> Wanted(IReadOnlyList<IntuneProfile> profiles)
    {
        var platforms = Platform?.ToList();
        return Called(profiles, Name).Where(profile => platforms is null || profile.Platforms.Any(platforms.Contains));
    }

    private Task ShowAsync(string item, Func<Task<IntuneProfile>> read) => ForItemAsync(item, async () =>
    {
        var profile = await read();
        var shown = new SmimeProfile(profile)
        {
            Assignments = SmimeProfile.ToModels(await NameAsync(await Intune.GetAssignmentsAsync(profile, Cancellation))),
            Bindings = [.. (await Intune.FindBindingsAsync(profile, Cancellation))
                .Select(binding => new SmimeProfileBinding(binding))],
        };
        if (CertificateState)
        {
            var states = await Intune.ListCertificateStatesAsync(profile, Cancellation);
            shown.CertificateStates = [.. states.Select(state => new SmimeCertificateState(profile.DisplayName, state))];
        }

        WriteObject(shown);
    });
}
