using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using SmimeCertTools.Sandbox.Odata;

namespace SmimeCertTools.Sandbox.Intune;

/// <summary>The collections of Intune's entities that the sandbox has.</summary>
internal static class EntitySets
{
    private const string Management = "deviceManagement";
    private const string Apps = "deviceAppManagement";

    private static readonly AssignmentTarget[] Everybody =
        [AssignmentTarget.Group, AssignmentTarget.ExcludedGroup, AssignmentTarget.AllDevices, AssignmentTarget.AllUsers];

    private static readonly AssignmentTarget[] UsersOnly =
        [AssignmentTarget.Group, AssignmentTarget.ExcludedGroup, AssignmentTarget.AllUsers];

    public static IEnumerable<EntitySet> Create(IIntuneTenant state)
    {
        var types = SchemaModel.Graph;
        return
        [
            new EntitySet(Management, "deviceConfigurations", types["deviceConfiguration"], state.Profiles)
            {
                IsWritable = true,
                Check = ProfileChecks.Check,
                AssignmentType = types["deviceConfigurationAssignment"],
                AnswersAssign = true,
                Targets = Everybody,
            },
            new EntitySet(Management, "assignmentFilters", types["deviceAndAppManagementAssignmentFilter"],
                state.AssignmentFilters)
            {
                IsWritable = true,
                Check = (_, values, problems) => AssignmentFilterRule.Check((string)values["rule"]!, problems),
            },
            new EntitySet(Management, "roleScopeTags", types["roleScopeTag"], state.ScopeTags)
            {
                IsWritable = true,
                NewId = () => NextTagId(state.ScopeTags),
            },
            new EntitySet(Management, "ndesConnectors", types["ndesConnector"], state.NdesConnectors),
            new EntitySet(Management, "certificateConnectorDetails", types["certificateConnectorDetails"],
                state.CertificateConnectors),
            new EntitySet(Apps, "mobileApps", types["mobileApp"], state.MobileApps),
            new EntitySet(Apps, "mobileAppConfigurations", types["managedDeviceMobileAppConfiguration"], state.AppConfigurations)
            {
                IsWritable = true,
                Check = new AppConfigurationChecks(state.MobileApps).Check,
                AssignmentType = types["managedDeviceMobileAppConfigurationAssignment"],
                Targets = Everybody,
            },
            new EntitySet(Apps, "targetedManagedAppConfigurations", types["targetedManagedAppConfiguration"],
                state.ManagedAppConfigurations)
            {
                IsWritable = true,
                NewId = () => $"A_{System.Guid.NewGuid()}",
                AssignmentType = types["targetedManagedAppPolicyAssignment"],
                Targets = UsersOnly,
            },
        ];
    }

    /// <summary>The next of the numbers that name scope tags.</summary>
    public static string NextTagId(IntuneEntityStore tags) =>
        (tags.All.Max(tag => int.Parse(tag.Id, CultureInfo.InvariantCulture)) + 1).ToString(CultureInfo.InvariantCulture);
}
