using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core.Deployment;
using SmimeCertTools.Core.Deployment.Status;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Deployment.NextSteps;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.UserPfx;

namespace SmimeCertTools.Deployment;

/// <summary>
/// One screen for the help desk: a user's certificates, what devices report of them, the profiles that reach the user, what turns
/// S/MIME on in the mail client, and what to do next. Reads only.
/// </summary>
[Cmdlet(VerbsCommon.Get, "SmimeUserStatus")]
[OutputType(typeof(SmimeUserStatus))]
public sealed class GetSmimeUserStatusCommand : AsyncCmdlet
{
    private readonly List<string> _users = [];
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);
    private GraphConnection? _connection;
    private CommandText? _call;

    /// <summary>The users; wildcards stand for those who have imported certificates.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform]
    [SupportsWildcards]
    public string[] UserPrincipalName { get; set; } = [];

    /// <summary>How many days ahead a certificate is said to expire soon.</summary>
    [Parameter]
    [ValidateRange(0, 36500)]
    public int ExpiresWithin { get; set; } = 60;

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        if (!MyInvocation.ExpectingInput && UserPrincipalName.Length == 0)
        {
            ThrowTerminatingError(InputErrors.UserMissing("Give -UserPrincipalName, or pipe users to the cmdlet."));
        }

        _connection = RequireConnection();
        _call = new CommandText(this);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync()
    {
        _users.AddRange(this.TakeUsers(UserPrincipalName).Where(_named.Add));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task EndAsync()
    {
        var names = await UserPatterns.ExpandAsync(_users, _connection!, Cancellation);
        if (names.Count == 0)
        {
            WriteVerbose("There is no user to show.");
            return;
        }

        var bar = new ItemProgress(WriteProgress, "Reading the deployment") { Total = names.Count };
        var scope = new DeploymentScope { Users = names, Soon = TimeSpan.FromDays(ExpiresWithin + 1) };
        var data = await new DeploymentCollector(_connection!).CollectAsync(scope, null,
            new Progress<DeploymentProgress>(progress => bar.Advance(
                progress.Stage == DeploymentStage.Users ? progress.Done : bar.Done)),
            Cancellation);
        bar.Complete();
        foreach (var (user, error) in data.UserErrors)
        {
            WriteItemError(error, user);
        }

        if (data.Users.Error is { } unread)
        {
            WriteItemError(unread, null);
            return;
        }

        var nextSteps = new DeploymentNextSteps(DeploymentCall.Of(this, _call!, _connection!));
        foreach (var status in new UserStatuses(data).All)
        {
            WriteObject(new SmimeUserStatus(status, nextSteps));
        }
    }
}
