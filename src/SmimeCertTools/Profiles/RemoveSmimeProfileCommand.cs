using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>
/// Removes profiles and checks that they are gone: of those that are named, what refers to another goes before it. It says first
/// whom a profile is assigned to and which profiles refer to it.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "SmimeProfile", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(SmimeProfile))]
public sealed class RemoveSmimeProfileCommand : ProfileIdCommand
{
    private readonly List<IntuneProfile> _named = [];
    private readonly HashSet<string> _begun = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _gone = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Removes a profile although others refer to it.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        foreach (var profile in _named)
        {
            await RemoveAsync(profile);
        }
    }

    /// <inheritdoc/>
    private protected override Task ProcessAsync(IntuneProfile profile)
    {
        if (!_named.Exists(other => IsSame(other, profile.Id)))
        {
            _named.Add(profile);
        }

        return Task.CompletedTask;
    }

    private static bool IsSame(IntuneProfile profile, string id) =>
        string.Equals(profile.Id, id, StringComparison.OrdinalIgnoreCase);

    private Task RemoveAsync(IntuneProfile profile) => !_begun.Add(profile.Id)
        ? Task.CompletedTask
        : ForItemAsync(profile.DisplayName, async () =>
        {
            var referrers = await Intune.FindReferrersAsync(profile, Cancellation);
            foreach (var referrer in referrers)
            {
                if (_named.Find(other => IsSame(other, referrer.Id)) is { } first)
                {
                    await RemoveAsync(first);
                }
            }

            await RemoveAsync(profile, [.. referrers.Where(referrer => !_gone.Contains(referrer.Id))]);
        });

    private async Task RemoveAsync(IntuneProfile profile, List<ProfileReferrer> referrers)
    {
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

        var assignments = await NameAsync(await Intune.GetAssignmentsAsync(profile, Cancellation));
        if (!ShouldProcess(
            $"'{profile.DisplayName}' ({profile.ODataType}, {profile.Id})", $"Remove profile {Assigned(assignments)}"))
        {
            if (this.IsWhatIf())
            {
                _gone.Add(profile.Id);
            }

            return;
        }

        await Intune.DeleteProfileAsync(profile, Cancellation);
        _gone.Add(profile.Id);
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
