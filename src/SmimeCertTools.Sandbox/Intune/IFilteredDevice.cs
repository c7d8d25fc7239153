namespace SmimeCertTools.Sandbox.Intune;

/// <summary>What the rule of an assignment filter can ask of a device.</summary>
internal interface IFilteredDevice
{
    string Name { get; }

    string Manufacturer { get; }

    string Model { get; }

    string OsVersion { get; }

    bool IsCorporate { get; }
}
