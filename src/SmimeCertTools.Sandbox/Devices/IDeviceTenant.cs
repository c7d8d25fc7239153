using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Sandbox.Devices;

/// <summary>What of the tenant decides what devices get.</summary>
internal interface IDeviceTenant : IIntuneTenant
{
    DeviceDirectory Devices { get; }
}
