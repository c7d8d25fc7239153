using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Deployment;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Graph.Intune;
using SmimeCertTools.Core.History;
using SmimeCertTools.Core.Reports;
using SmimeCertTools.Deployment.NextSteps;
using SmimeCertTools.Errors;
using SmimeCertTools.History;
using SmimeCertTools.Hosting;
using SmimeCertTools.Profiles;
using SmimeCertTools.UserPfx;

namespace SmimeCertTools.Reports;

/// <summary>
/// Writes the state of the tenant's S/MIME certificates to one file: a page for people, a table for spreadsheets, or JSON for
/// programs. Changes nothing in the tenant.
/// </summary>
[Cmdlet(VerbsData.Export, "SmimeReport", SupportsShouldProcess = true)]
[OutputType(typeof(SmimeReport))]
public sealed class ExportSmimeReportCommand : ArchiveCommand
{
    private readonly List<string> _users = [];
    private readonly HashSet<string> _named = new(StringComparer.OrdinalIgnoreCase);
    private GraphConnection? _connection;
    private CommandText? _call;
    private string? _path;
    private string? _templatePath;

    /// <summary>The file to write; .html, .csv or .json says its form.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Destination", "FilePath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>Only these users; wildcards are allowed. Left out with -GroupName: all who have imported certificates.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("UPN")]
    [ArgumentCompleter(typeof(UserPrincipalNameCompleter))]
    [UserPrincipalNameTransform]
    [SupportsWildcards]
    public string[] UserPrincipalName { get; set; } = [];

    /// <summary>The users in these groups, by name or object id, and in the groups in them.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(GroupNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] GroupName { get; set; } = [];

    /// <summary>How many days ahead the page says what needs action.</summary>
    [Parameter]
    [ValidateRange(0, 36500)]
    public int ExpiresWithin { get; set; } = 60;

    /// <summary>A folder of PFX files, a CSV file that lists them, or a catalogue, to compare with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ArchivePath { get; set; }

    /// <summary>The password of the archive's files; those of a list with a password of their own are opened with that.</summary>
    [Parameter]
    [PasswordTransform]
    public SecureString? ArchivePassword { get; set; }

    /// <summary>A template of one's own for the page, in Liquid.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TemplatePath { get; set; }

    /// <summary>Replaces a file of that name.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Writes what was written as an object.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>How many groups of users are looked up at a time, each with one request.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 8;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        _path = this.Single(this.ResolveNew(Path));
        var format = ReportFormats.Of(_path);
        OwnerOnlyFile.EnsureFree(_path, Force);
        if (TemplatePath is not null)
        {
            if (format != ReportFormat.Html)
            {
                ThrowTerminatingError(ReportErrors.TemplateForPage(_path));
            }

            _templatePath = this.Single(this.ResolveFile(TemplatePath));
        }

        if (ArchivePath is not null)
        {
            this.Single(this.ResolveFileOrFolder(ArchivePath));
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
        // A template that cannot be used is told before the tenant is asked for anything.
        var template = _templatePath is null ? null : await ReportTemplate.ReadAsync(_templatePath, Cancellation);
        var scope = Scope();
        if (!ShouldProcess(_path!, $"{(File.Exists(_path) ? "Overwrite with" : "Write")} the report on {scope}"))
        {
            return;
        }

        var isAll = !MyInvocation.ExpectingInput && UserPrincipalName.Length == 0 && GroupName.Length == 0;
        var users = isAll ? null : await NamesAsync();
        var archive = ArchivePath is null ? null : await ReadArchiveAsync(ArchivePath, ArchivePassword);
        var bar = new ItemProgress(WriteProgress, "Reading the deployment");
        var (report, errors) = await new ReportCollector(_connection!).CollectAsync(
            new ReportRequest
            {
                Users = users,
                Scope = scope,
                SoonDays = ExpiresWithin,
                Archive = archive,
                ArchiveName = archive is null ? null : ArchivePath,
                ModuleVersion = ModuleVersion(),
                MaxRequests = ThrottleLimit,
                HistoryAdvice = HistoryAdvice.NextStep,
                CheckAdvice = new DeploymentNextSteps(
                    DeploymentCall.Of(this, _call!, _connection!, ArchivePath, IsCatalog)).Of,
            },
            new Progress<DeploymentProgress>(progress => Show(bar, progress)), Cancellation);
        bar.Complete();
        foreach (var (user, error) in errors)
        {
            WriteItemError(error, user);
        }

        foreach (var unread in report.Origin.Unread.Where(unread => !errors.Any(error => error.User == unread.What)))
        {
            WriteWarning($"{unread.What}: not in the report. {unread.Problem}");
        }

        await ReportWriter.WriteAsync(report, _path!, template, Force, Cancellation);
        var written = new SmimeReport(report, _path!, new FileInfo(_path!).Length);
        WriteVerbose(written.ToString());
        if (PassThru)
        {
            WriteObject(written);
        }
    }

    private static string ModuleVersion() => typeof(Report).Assembly.GetName().Version?.ToString(3) ?? string.Empty;

    private static void Show(ItemProgress bar, DeploymentProgress progress)
    {
        if (progress.Stage == DeploymentStage.Users)
        {
            bar.Total = progress.Total;
            bar.Advance(progress.Done);
        }
    }

    private string Scope()
    {
        List<string> parts = [.. GroupName.Select(group => $"group '{group}'")];
        if (_users.Count > 0)
        {
            parts.Add(_users.Count == 1 ? _users[0] : $"{_users.Count} users");
        }

        return parts.Count > 0 ? string.Join(", ", parts)
            : MyInvocation.ExpectingInput ? "no users" : "all users with imported certificates";
    }

    // Each name once, those that a pattern stands for among the users who have records.
    private async Task<IReadOnlyList<string>> NamesAsync()
    {
        var names = await UserPatterns.ExpandAsync(_users, _connection!, Cancellation);
        await TakeGroupsAsync(GroupName, new IntuneClient(_connection!), names.Add);
        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }
}
