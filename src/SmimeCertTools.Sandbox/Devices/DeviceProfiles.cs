using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>The profiles and app configurations that reach one device.</summary>
internal sealed class DeviceProfiles
{
    public DeviceProfiles(IDeviceTenant state, ManagedDevice device)
    {
        var scope = new AssignmentScope(state);
        Device = device;
        All = [.. state.Profiles.All.Where(profile =>
            ProfileKind.Of(profile)?.Platform == device.Platform && scope.Reaches(profile, device))];
        AppConfigurations = [.. state.AppConfigurations.All.Where(item => scope.Reaches(item, device))];
        ManagedAppConfigurations = [.. state.ManagedAppConfigurations.All.Where(item => scope.Reaches(item, device))];
    }

    public ManagedDevice Device { get; }

    public IReadOnlyList<IntuneEntity> All { get; }

    public IReadOnlyList<IntuneEntity> AppConfigurations { get; }

    public IReadOnlyList<IntuneEntity> ManagedAppConfigurations { get; }

    public IEnumerable<IntuneEntity> Of(ProfileRole role) => All.Where(profile => ProfileKind.Of(profile)!.Role == role);

    /// <summary>The imported-PFX profiles of a purpose.</summary>
    public IReadOnlyList<IntuneEntity> Importing(string purpose) =>
        [.. Of(ProfileRole.ImportedPfx).Where(profile => profile.Text("intendedPurpose") == purpose)];
}
