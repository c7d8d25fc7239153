using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Graph.Applications;
using SmimeCertTools.Core.Graph.Connection;
using SmimeCertTools.Core.Secrets;
using SmimeCertTools.Hosting;
using SmimeCertTools.Permissions;

namespace SmimeCertTools.Connection;

/// <summary>
/// Makes the app registration that the module signs in with, or completes the one that is there, and says where an administrator
/// consents. What a registration has besides stays as it is.
/// </summary>
[Cmdlet(VerbsLifecycle.Register, "SmimeApplication", DefaultParameterSetName = PublicClientSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimeApplication))]
public sealed class RegisterSmimeApplicationCommand : AsyncCmdlet
{
    private const string PublicClientSet = "PublicClient";
    private const string CertificateSet = "Certificate";

    /// <summary>The name of the registration; one that exists is completed.</summary>
    [Parameter(Position = 0)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform]
    [ValidateNotNullOrEmpty]
    public string DisplayName { get; set; } = "SmimeCertTools";

    /// <summary>The client id of the registration that is to be completed.</summary>
    [Parameter]
    [Alias("ApplicationId", "AppId")]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    [TextTransform]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    /// <summary>What it is to be allowed.</summary>
    [Parameter]
    public SmimePermissionSet Permission { get; set; } = SmimePermissionSet.ReadWrite;

    /// <summary>People sign in through it, with delegated permissions.</summary>
    [Parameter(ParameterSetName = PublicClientSet)]
    public SwitchParameter PublicClient { get; set; }

    /// <summary>
    /// The certificate that it signs in with by itself, with application permissions: DER, PEM or PFX. Its public half is sent.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [ValidateNotNullOrEmpty]
    public string CertificatePath { get; set; } = null!;

    /// <summary>The password of a PFX file.</summary>
    [Parameter(ParameterSetName = CertificateSet)]
    [PasswordTransform(AllowText = false)]
    public SecureString? CertificatePassword { get; set; }

    /// <summary>Compares and changes nothing.</summary>
    [Parameter]
    public SwitchParameter ValidateOnly { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        var connection = RequireConnection();
        var client = new ApplicationClient(connection);
        var plan = await client.PlanAsync(
            new ApplicationRequest
            {
                DisplayName = DisplayName,
                ClientId = ClientId,
                Permissions = CmdletPermissions.Of(Permission),
                Certificate = await ReadCertificateAsync(),
            },
            Cancellation);
        if (ValidateOnly)
        {
            TellProblem(plan);
            WriteObject(new SmimeApplication(plan, Compared(plan), connection.TenantId, plan));
            return;
        }

        if (plan.Differences.Count > 0 && !ShouldProcess(Describe(plan), Action(plan)))
        {
            return;
        }

        var made = plan.Differences.Count > 0 ? await client.ApplyAsync(plan, Cancellation) : plan;
        TellConsent(made, plan);
        WriteObject(new SmimeApplication(made, Done(plan), connection.TenantId, plan));
    }

    private static SmimeApplicationStatus Compared(ApplicationPlan plan) => plan.IsNew ? SmimeApplicationStatus.Missing
        : plan.Differences.Count > 0 ? SmimeApplicationStatus.Incomplete
        : SmimeApplicationStatus.Unchanged;

    private static SmimeApplicationStatus Done(ApplicationPlan plan) => plan.IsNew ? SmimeApplicationStatus.Created
        : plan.Differences.Count > 0 ? SmimeApplicationStatus.Updated
        : SmimeApplicationStatus.Unchanged;

    private static string Describe(ApplicationPlan plan) =>
        plan.IsNew ? $"'{plan.DisplayName}'" : $"'{plan.DisplayName}' ({plan.ClientId})";

    private static string Action(ApplicationPlan plan)
    {
        var added = plan.Differences.Where(difference => difference.Member != "application")
            .GroupBy(difference => difference.Member)
            .Select(member => $"{member.Key} {string.Join(", ", member.Select(difference => difference.Wanted))}");
        return $"{(plan.IsNew ? "Register application with" : "Complete application:")} {string.Join("; ", added)}";
    }

    private async Task<CertificateInfo?> ReadCertificateAsync()
    {
        if (ParameterSetName != CertificateSet)
        {
            return null;
        }

        var path = this.Single(this.ResolveFile(CertificatePath));
        using var password = CertificatePassword is null ? null : SecretText.From(CertificatePassword);
        return await ApplicationCertificateFile.ReadAsync(path, password, Cancellation);
    }

    // Whoever compares wants to know; whoever makes one is told where to consent in any case.
    private void TellProblem(ApplicationPlan plan)
    {
        if (plan.ConsentProblem is { } problem)
        {
            WriteWarning($"Whether an administrator has consented is not known: PendingConsent is empty. {problem}");
        }
    }

    // Nothing can be done with it before somebody has consented.
    private void TellConsent(ApplicationPlan made, ApplicationPlan before)
    {
        if (before.Differences.Count > 0 || made.PendingConsent is { Count: > 0 })
        {
            MessageToPerson()($"An administrator has to consent once, in a browser: {made.ConsentUri}");
        }
    }
}
