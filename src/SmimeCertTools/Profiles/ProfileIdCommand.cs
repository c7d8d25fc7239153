using System.Management.Automation;
using System.Threading.Tasks;
using SmimeCertTools.Core.Profiles;
using SmimeCertTools.Errors;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Profiles;

/// <summary>What the cmdlets share that change profiles which exist: the profiles are named by id, or come by pipeline.</summary>
public abstract class ProfileIdCommand : ProfileCommand
{
    /// <summary>The profiles.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [TextTransform(AllowMany = true)]
    public string[] Id { get; set; } = [];

    /// <summary>Writes the profiles as they are afterwards, or were before their removal.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override Task BeginAsync()
    {
        if (!MyInvocation.ExpectingInput && Id.Length == 0)
        {
            ThrowTerminatingError(InputErrors.ProfileMissing());
        }

        return base.BeginAsync();
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync()
    {
        foreach (var id in UsableIds(Id))
        {
            await ForItemAsync(id, async () => await ProcessAsync(await Intune.GetProfileAsync(id, Cancellation)));
        }
    }

    private protected abstract Task ProcessAsync(IntuneProfile profile);
}
