using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core.Bulk.Results;
using SmimeCertTools.Core.Deployment;
using SmimeCertTools.Core.Deployment.Checks;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Deployment.NextSteps;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;
using SmimeCertTools.UserPfx;

namespace SmimeCertTools.Deployment;

/// <summary>
/// Looks through the whole deployment of S/MIME: sign-in, connectors, keys, profiles, assignments, mail clients, certificates and
/// devices. One object for each check, or for each thing that a check finds, with a command to go on with. It changes nothing.
/// With -Quiet there is one truth value: whether nothing failed.
/// </summary>
[Cmdlet(VerbsDiagnostic.Test, "SmimeDeployment")]
[OutputType(typeof(SmimeDeploymentCheck), typeof(bool))]
public sealed class TestSmimeDeploymentCommand : ArchiveCommand
{
    private readonly List<string> _users = [];
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<ResumeIndex> _results = [];
    private CommandText? _call;
    private ItemProgress? _progress;

    /// <summary>Only these users' certificates; all who have certificates in Intune where nobody is named.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform]
    public string[] UserPrincipalName { get; set; } = [];

    /// <summary>Users, or objects that name them, as they come by pipeline.</summary>
    [Parameter(ValueFromPipeline = true)]
    [PipelineInputTransform]
    public object? InputObject { get; set; }

    /// <summary>Only the users in these groups, by name or object id, and in the groups in them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] GroupName { get; set; } = [];

    /// <summary>Only these platforms; those that have profiles for S/MIME where none is named.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SmimePlatform[] Platform { get; set; } = [];

    /// <summary>An archive to compare with, as for Get-UserCertHistory.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string? ArchivePath { get; set; }

    /// <summary>The password of the archive's files; those of a CSV file with a password of their own are opened with that.
    /// </summary>
    [Parameter]
    [PasswordTransform]
    public SecureString? ArchivePassword { get; set; }

    /// <summary>Files of results of imports, which know under which key each record was written.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ResultPath { get; set; } = [];

    /// <summary>Writes whether no check failed, and no results.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>How many groups of users are looked up at a time, each with one request.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override int MaxConcurrency => 1;

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        RequireConnection();
        _call = new CommandText(this);
        if (ArchivePath is not null)
        {
            this.Single(this.ResolveFileOrFolder(ArchivePath));
        }

        _results = [.. ResultPath.Select(path => ResultsFile.Peek(this.Single(this.ResolveFile(path))).Done)];
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
        var connection = RequireConnection();
        await TakeGroupsAsync(GroupName, new IntuneClient(connection), user =>
        {
            if (_named.Add(user))
            {
                _users.Add(user);
            }
        });
        var isNarrowed = MyInvocation.ExpectingInput || UserPrincipalName.Length > 0 || GroupName.Length > 0;
        if (isNarrowed && _users.Count == 0)
        {
            // Nobody is left, and an error has said why; the tenant as a whole was not asked for.
            WriteVerbose("There is no user to look at.");
            return;
        }

        var archive = ArchivePath is null ? null : await ReadArchiveAsync(ArchivePath, ArchivePassword);
        _progress = new ItemProgress(WriteProgress, "Reading the deployment");
        var data = await new DeploymentCollector(connection).CollectAsync(
            new DeploymentScope
            {
                Users = isNarrowed ? _users : null,
                Platforms = [.. Platform.Distinct()],
                FingerprintOf = _results.Count == 0 ? null
                    : record => _results.Select(known => known.FingerprintOf(record)).FirstOrDefault(print => print is not null),
                MaxRequests = ThrottleLimit,
            },
            archive, new Progress<DeploymentProgress>(Show), Cancellation);
        _progress.Complete();
        var unknown = data.UserErrors.Where(item => item.Error.Kind == GraphErrorKind.UserNotFound).ToList();
        foreach (var (user, error) in unknown)
        {
            WriteItemError(error, user);
        }

        if (isNarrowed && unknown.Count == _users.Count)
        {
            WriteVerbose("There is no user to look at.");
            return;
        }

        Write(DeploymentDoctor.Examine(data));
    }

    private void Show(DeploymentProgress progress)
    {
        if (_progress is { } bar)
        {
            bar.Total = progress.Total;
            bar.Advance(progress.Done, progress.Stage == DeploymentStage.Records ? "records" : "users");
        }
    }

    private void Write(IReadOnlyList<DeploymentCheckResult> results)
    {
        if (Quiet)
        {
            WriteObject(results.All(result => result.Status != SmimeCheckStatus.Fail));
            return;
        }

        var steps = new DeploymentNextSteps(DeploymentCall.Of(
            this, _call!, RequireConnection(), ArchivePath, IsCatalog, ResultPath.FirstOrDefault()));
        foreach (var result in results)
        {
            WriteObject(new SmimeDeploymentCheck(result, steps.Of(result)));
        }
    }
}
