using System.Linq;
using SmimeCertTools.Sandbox.Devices;
using SmimeCertTools.Sandbox.Hosting;
using SmimeCertTools.Sandbox.Intune;

namespace SmimeCertTools.Quickstart.Demonstration;

/// <summary>
/// The tenant: the people in a group, Carol's four devices, a certificate connector, and Outlook among the apps.
/// </summary>
internal static class DemonstrationTenant
{
    public static void Fill(SandboxState state)
    {
        var people = DemonstrationPerson.All
            .Select(person => state.Users.Add(person.UserPrincipalName, person.Name))
            .ToDictionary(user => user.UserPrincipalName);
        state.Groups.Add("Mail users", people.Values);

        var carol = people["carol@contoso.com"];
        state.Devices.Add("Carols-iPhone", DevicePlatform.Ios, carol);
        state.Devices.Add("Carols-Android", DevicePlatform.AndroidWorkProfile, carol);
        state.Devices.Add("Carols-Mac", DevicePlatform.MacOS, carol);
        state.Devices.Add("Carols-Laptop", DevicePlatform.Windows, carol);

        state.AddConnector(new SandboxConnector { MachineName = "srv1.contoso.com" });
        state.AddIosApp();
        state.AddAndroidApp();
    }
}
