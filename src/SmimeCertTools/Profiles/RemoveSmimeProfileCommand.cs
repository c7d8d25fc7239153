using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;

namespace SmimeCertTools.Profiles;

/// <summary>
/// Removes profiles and checks that they are gone. It says first whom a profile is assigned to and which profiles refer to it.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "SmimeProfile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SmimeProfile))]
public sealed class RemoveSmimeProfileCommand : ProfileIdCommand
{
    /// <summary>Removes a profile although others refer to it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessAsync(IntuneProfile profile)
    {
        var assignments = await NameAsync(await Intune.GetAssignmentsAsync(profile, Cancellation));
        var referrers = await Intune.FindReferrersAsync(profile, Cancellation);
        if (referrers.Count > 0 && !Force)
        {
            throw new IntuneException(IntuneErrorKind.ProfileReferenced,
                $"'{profile.DisplayName}' ({profile.Id}) was not removed, because other profiles refer to it: "
                    + $"{string.Join("; ", referrers)}. Remove or change those first, or use -Force.",
                profile.Id)
            {
                ProfileId = profile.Id,
            };
        }

        if (referrers.Count > 0)
        {
            WriteWarning($"'{profile.DisplayName}' is what other profiles refer to: {string.Join("; ", referrers)}.");
        }

        if (!ShouldProcess(
            $"'{profile.DisplayName}' ({profile.ODataType}, {profile.Id})", $"Remove profile {Assigned(assignments)}"))
        {
            return;
        }

        await Intune.DeleteProfileAsync(profile, Cancellation);
        WriteVerbose($"{profile.DisplayName}: profile {profile.Id} is gone.");
        var removed = new SmimeProfile(profile, SmimeProfileStatus.Removed)
        {
            Assignments = SmimeProfile.ToModels(assignments),
        };
        Remember(removed);
        if (PassThru)
        {
            WriteObject(removed);
        }
    }

    private static string Assigned(IReadOnlyList<ProfileAssignment> assignments) => assignments.Count == 0
        ? "assigned to nobody"
        : $"assigned to {string.Join("; ", assignments.Select(assignment => assignment.ToString()))}";
}
