using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Deployment;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;

namespace SmimeCertTools.Core.Reports;

/// <summary>Collects what a report says, each collection once. What cannot be read is told in the report.</summary>
/// <param name="connection">The connection of this command alone, so that what was asked can be told.</param>
public sealed class ReportCollector(GraphConnection connection)
{
    // Collections by the beginning of their address, the longer ones first.
    private static readonly (string Address, string Purpose)[] Purposes =
    [
        ("deviceManagement/userPfxCertificates", "imported certificates"),
        ("users", "names and addresses of users"),
        ("groups/{id}/transitive", "who is in the groups of assignments"),
        ("groups", "names of groups"),
        ("deviceManagement/ndesConnectors", "certificate connectors"),
        ("deviceManagement/certificateConnectorDetails", "certificate connectors"),
        ("deviceManagement/assignmentFilters", "names of filters"),
        ("deviceManagement/deviceConfigurations/{id}/assignments", "whom profiles are assigned to"),
        ("deviceManagement/deviceConfigurations/{id}", "what profiles are bound to, and what devices report"),
        ("deviceManagement/deviceConfigurations", "certificate and e-mail profiles"),
        ("deviceAppManagement/mobileAppConfigurations/{id}", "whom configurations are assigned to"),
        ("deviceAppManagement/mobileAppConfigurations", "configurations of Outlook on managed devices"),
        ("deviceAppManagement/targetedManagedAppConfigurations/{id}", "whom configurations are assigned to, and their apps"),
        ("deviceAppManagement/targetedManagedAppConfigurations", "configurations of Outlook as a managed app"),
        ("deviceAppManagement/mobileApps", "apps"),
    ];

    /// <summary>Reads all of it.</summary>
    /// <param name="request">What the report is to be about.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The report, and the users who could not be read.</returns>
    /// <exception cref="GraphRequestException">The session is over, or the records could not be read.</exception>
    public async Task<(Report Report, IReadOnlyList<(string User, GraphRequestException Error)> Errors)> CollectAsync(
        ReportRequest request, IProgress<DeploymentProgress>? progress, CancellationToken cancellationToken)
    {
        Guard.NotNull(request);
        var started = connection.Policy.Clock.GetUtcNow();
        var scope = new DeploymentScope
        {
            Users = request.Users,
            Soon = TimeSpan.FromDays(request.SoonDays + 1),
            MaxRequests = request.MaxRequests,
        };
        var data = await new DeploymentCollector(connection).CollectAsync(scope, request.Archive, progress, cancellationToken)
            .ConfigureAwait(false);
        if (data.Records.Error is { } error)
        {
            // Without them there is nothing to report on.
            throw error;
        }

        var view = new DeploymentView(data);
        var results = DeploymentDoctor.Examine(view);
        var findings = new FindingChecks(results);
        var report = new ReportBuilder(data.Time, request.SoonDays, finding =>
            findings.Of(finding) is { } check ? request.CheckAdvice(check) : request.HistoryAdvice(finding)).Build(
            Origin(request, view, started),
            [.. view.Users.Select(user => new ReportedUser(user.History, view.SignsByProfile(user.UserPrincipalName)))],
            new ReportedDeployment
            {
                Profiles = data.Profiles.IsRead ? [.. view.All.Where(IsShown).Select(Profile)
                    .OrderBy(profile => profile.Name, StringComparer.OrdinalIgnoreCase)] : null,
                Connectors = [.. (data.Connectors.ValueOrDefault?.Connectors ?? []).Select(Connector)],
                Findings =
                [
                    .. results.Where(result => result.Status != SmimeCheckStatus.Pass
                            && !RecordChecks.ByFinding.Values.Contains(result.Id))
                        .Select(result => Finding(result, request.CheckAdvice)),
                ],
                MailClients = MailClients(view, results),
            });
        return (report, data.UserErrors);
    }

    private static Dictionary<SmimePlatform, string> MailClients(
        DeploymentView view, IReadOnlyList<DeploymentCheckResult> results)
    {
        var told = results.Where(result => result.Id == "MailClient")
            .GroupBy(result => result.Target, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => MailClientChecks.Told(group.First()).Visible(), StringComparer.Ordinal);
        return view.Platforms.Where(platform => told.ContainsKey(DeploymentView.Name(platform)))
            .ToDictionary(platform => platform, platform => told[DeploymentView.Name(platform)]);
    }

    private static ReportFinding Finding(DeploymentCheckResult result, Func<DeploymentCheckResult, string?> advice) => new()
    {
        Id = result.Id,
        Severity = result.Status switch
        {
            SmimeCheckStatus.Fail => SmimeFindingSeverity.Error,
            SmimeCheckStatus.Warning => SmimeFindingSeverity.Warning,
            _ => SmimeFindingSeverity.Information,
        },
        Area = result.Area.ToString(),
        Target = result.Target.Visible(),
        Message = result.Message.Visible(),
        NextStep = advice(result).Visible(),
    };

    // Collections hold other kinds as well.
    private static bool IsShown(DeployedProfile profile) =>
        profile.Kind is not null || ScepProfiles.PlatformOf(profile.Profile.ODataType) is not null;

    private static ReportProfile Profile(DeployedProfile profile)
    {
        var states = profile.States.ValueOrDefault ?? [];
        var installed = states.Count(state => state.IsInstalled);
        var failed = states.Count(DeviceChecks.IsFailed);
        return new ReportProfile
        {
            Name = profile.Profile.DisplayName.Visible(),
            Id = profile.Profile.Id.Visible(),
            Kind = profile.Kind,
            Platforms = profile.Platforms,
            Purpose = profile.Profile.IntendedPurpose,
            Assignments = profile.Assignments.IsRead
                ? [.. profile.Assignments.Value.Select(assignment => assignment.ToString().Visible())] : null,
            Installed = installed,
            Failed = failed,
            Pending = states.Count - installed - failed,
            Modified = profile.Profile.LastModifiedDateTime,
        };
    }

    private static ReportConnector Connector(CertificateConnector connector) => new()
    {
        MachineName = connector.MachineName.Visible(),
        Name = connector.DisplayName.Visible(),
        State = connector.State,
        Version = connector.Version.Visible(),
        LastContact = connector.LastContact,
        Serves = connector.ServesImportedPfx,
    };

    private ReportOrigin Origin(ReportRequest request, DeploymentView view, DateTimeOffset started) => new()
    {
        Started = started,
        Ended = view.Now,
        Tenant = connection.TenantId.Visible(),
        Account = connection.Account.Visible(),
        ClientId = connection.ClientId.Visible(),
        Service = connection.GraphUri.AbsoluteUri,
        ModuleVersion = request.ModuleVersion,
        Scope = request.Scope.Visible(),
        Archive = request.ArchiveName.Visible(),
        Readings =
        [
            .. connection.Reads.All.Select(read => new ReportReading
            {
                Collection = read.Collection.Visible(),
                Purpose = Purposes.FirstOrDefault(known => read.Collection.StartsWith(known.Address, StringComparison.Ordinal))
                    .Purpose ?? "other",
                Started = read.Started,
                Duration = read.Ended - read.Started,
                Requests = read.Requests,
                Items = read.Items,
            }),
        ],
        Unread = [.. Unread(view)],
    };

    private static IEnumerable<ReportUnread> Unread(DeploymentView view)
    {
        var data = view.Data;
        foreach (var (what, error) in new (string, GraphRequestException?)[]
        {
            ("Certificate and e-mail profiles", data.Profiles.Error),
            ("Configurations of Outlook on managed devices", data.DeviceApps.Error),
            ("Configurations of Outlook as a managed app", data.ManagedApps.Error),
            ("Whom profiles are assigned to", view.ErrorOf(DeploymentNeeds.Assignments)),
            ("What devices report", view.ErrorOf(DeploymentNeeds.States)),
            ("Groups", view.ErrorOf(DeploymentNeeds.Groups)),
            ("Certificate connectors", data.Connectors.Error),
            ("Names and addresses of users", data.DirectoryError),
        })
        {
            if (error is not null)
            {
                yield return new ReportUnread(what, error.Message);
            }
        }

        foreach (var (user, error) in data.UserErrors)
        {
            yield return new ReportUnread(user.Visible(), error.Message);
        }
    }
}
