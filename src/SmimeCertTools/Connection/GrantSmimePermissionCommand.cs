using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Graph;
using SmimeCertTools.Core.Graph.Applications;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;
using SmimeCertTools.Permissions;

namespace SmimeCertTools.Connection;

/// <summary>
/// Gives managed identities the application permissions of Microsoft Graph that the module needs. What an identity has stays;
/// what it lacks is granted and looked up.
/// </summary>
[Cmdlet(VerbsSecurity.Grant, "SmimePermission", DefaultParameterSetName = PermissionSet, SupportsShouldProcess = true)]
[OutputType(typeof(SmimePermissionGrant))]
public sealed class GrantSmimePermissionCommand : AsyncCmdlet
{
    private const string PermissionSet = "Permission";
    private const string CommandSet = "Command";

    /// <summary>The managed identities: names, object ids or client ids.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Identity")]
    [ArgumentCompleter(typeof(ManagedIdentityCompleter))]
    [TextTransform(AllowMany = true)]
    [ValidateNotNullOrEmpty]
    public string[] ManagedIdentity { get; set; } = null!;

    /// <summary>What they are to be allowed.</summary>
    [Parameter(ParameterSetName = PermissionSet)]
    public SmimePermissionSet Permission { get; set; } = SmimePermissionSet.ReadWrite;

    /// <summary>Just what these commands of the module need.</summary>
    [Parameter(Mandatory = true, ParameterSetName = CommandSet)]
    [ArgumentCompleter(typeof(CommandNameCompleter))]
    [TextTransform(AllowMany = true)]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = null!;

    /// <summary>Compares and grants nothing.</summary>
    [Parameter]
    public SwitchParameter ValidateOnly { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        var permissions = Wanted();
        var client = new PermissionClient(RequireConnection());
        foreach (var name in ManagedIdentity)
        {
            try
            {
                await GrantAsync(client, name, permissions);
            }
            catch (SmimeException error)
            {
                WriteItemError(error, name);
            }
        }
    }

    private IReadOnlyList<GraphPermission> Wanted()
    {
        if (ParameterSetName != CommandSet)
        {
            return CmdletPermissions.Of(Permission);
        }

        if (Command.FirstOrDefault(name => !CmdletPermissions.Cmdlets.Contains(name, System.StringComparer.OrdinalIgnoreCase))
            is { } unknown)
        {
            ThrowTerminatingError(InputErrors.Unusable(
                InputErrors.ValueUnusableId, nameof(Command), $"'{unknown}' is no command of this module"));
        }

        return GraphPermission.Least(Command.SelectMany(CmdletPermissions.Of).Select(need => need.Permission));
    }

    private async Task GrantAsync(PermissionClient client, string name, IReadOnlyList<GraphPermission> permissions)
    {
        var identity = await client.FindAsync(name, Cancellation);
        var (grants, errors) = await client.CompareAsync(identity, permissions, Cancellation);
        foreach (var error in errors)
        {
            WriteItemError(error, name);
        }

        foreach (var grant in grants)
        {
            try
            {
                await GrantAsync(client, identity, grant);
            }
            catch (GraphRequestException error) when (error.Kind != GraphErrorKind.Forbidden)
            {
                WriteItemError(error, name);
            }
        }
    }

    private async Task GrantAsync(PermissionClient client, ManagedIdentity identity, PermissionGrant grant)
    {
        if (grant.IsGranted || ValidateOnly)
        {
            WriteObject(new SmimePermissionGrant(
                identity, grant, grant.IsGranted ? SmimeGrantStatus.AlreadyGranted : SmimeGrantStatus.Missing));
        }
        else if (ShouldProcess(
            $"managed identity '{identity.DisplayName}' ({identity.Id})", $"Grant {grant.Permission.Value} of Microsoft Graph"))
        {
            var granted = await client.GrantAsync(identity, grant, Cancellation);
            WriteVerbose($"{identity.DisplayName} has {grant.Permission.Value}: a look-up shows it.");
            WriteObject(new SmimePermissionGrant(identity, granted, SmimeGrantStatus.Granted));
        }
    }
}
