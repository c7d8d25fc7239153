using System.Collections.Generic;
using System.Linq;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Deployment.NextSteps;

/// <summary>What no command does: at the connector's machine, in the admin center, on a device; and who signs in.</summary>
/// <remarks>
/// Pages and events after Microsoft's documentation of Intune: "Install the Certificate Connector for Microsoft Intune" and
/// "Certificate Connector for Microsoft Intune", section on logging.
/// </remarks>
/// <param name="call">What was given.</param>
internal sealed class PersonSteps(DeploymentCall call)
{
    private const string Connectors = "Tenant administration, Connectors and tokens, Certificate connectors";
    private const string Log = "Event Viewer, Applications and Services Logs, Microsoft, Intune, CertificateConnectors";

    /// <summary>Signs in anew, where the token ends.</summary>
    public string Connect() => $"Connect-SmimeGraph -AccessToken {StepText.AskSecret("New access token")}{call.Service}";

    /// <summary>Has the application given what it lacks, by somebody who may change it.</summary>
    public string Permission() => call.AuthType == "ManagedIdentity"
        ? $"Grant-SmimePermission -ManagedIdentity {Application("Name of the managed identity")} -Command Test-SmimeDeployment"
        : $"Register-SmimeApplication -ClientId {Application("Client id of the application")} -Permission ReadOnly"
            + (call.IsApplication ? $" -CertificatePath {StepText.Ask("File of the application's certificate")}" : string.Empty);

    /// <summary>Has a connector installed.</summary>
    public static string Install() => StepText.Page(Connectors,
        "Add; run the downloaded installer on a Windows Server with the feature PKCS imported certificates, and bring the connector "
        + "key there.");

    /// <summary>Has a connector's machine looked at.</summary>
    public static string Start(DeploymentCheckResult result) => StepText.Person(
        $"On {Machine(result)}: start the services of the Certificate Connector for Microsoft Intune, and see in {Log}, Admin what "
        + $"stops them. If the machine is no more: Intune admin center, {Connectors}, delete the entry.");

    /// <summary>Has a connector brought to the current version.</summary>
    public static string Update(DeploymentCheckResult result) => StepText.Page(Connectors,
        $"Add; run the downloaded installer on {Machine(result)} over the old version. To update itself it must reach "
        + "autoupdate.msappproxy.net:443.");

    /// <summary>Has an entry of a former installation deleted.</summary>
    public static string DeleteEntry(DeploymentCheckResult result) => StepText.Page(Connectors,
        $"of the entries of {Machine(result)} delete those that are not the version installed there.");

    /// <summary>Has the way of a certificate to devices followed.</summary>
    public static string Failed(DeploymentCheckResult result) => StepText.Person(
        $"On each connector: {Log}, Admin, event 2001 (imported) or 1001 (issued) tells why. Then Intune admin center, Devices, All "
        + $"devices, {Devices(result.Details.Devices)}, Sync.");

    /// <summary>Has devices come online.</summary>
    public static string Pending(DeploymentCheckResult result) => StepText.Page(
        $"Devices, All devices, {Devices(result.Details.Devices)}", "Sync; the device must be on and online. If others wait too, see "
        + "the connectors.");

    private string Application(string words) =>
        call.ClientId is { } id ? CommandText.Quote(id) : StepText.Ask(words);

    private static string Machine(DeploymentCheckResult result) =>
        result.Details.MachineName is { Length: > 0 } machine ? machine : "the connector's machine";

    private static string Devices(IReadOnlyList<string> devices) => devices.Count == 0 ? "the device"
        : string.Join(", ", devices.Take(StepText.MostNamed))
            + (devices.Count > StepText.MostNamed ? $" and {devices.Count - StepText.MostNamed} more" : string.Empty);
}
