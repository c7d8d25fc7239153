using System;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace SmimeCertTools.Hosting;

/// <summary>Asks a person for a password that was not given, as the engine does for a mandatory parameter.</summary>
internal static class PasswordPrompt
{
    /// <summary>Asks; false where nobody can be asked.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="parameter">The parameter that was left out.</param>
    /// <param name="outside">Calls code that is not ours.</param>
    /// <param name="password">The answer.</param>
    public static bool TryAsk(PSCmdlet cmdlet, string parameter, Action<Action> outside, out SecureString? password)
    {
        var field = new FieldDescription(parameter);
        field.SetParameterType(typeof(SecureString));
        password = null;
        try
        {
            PSObject? answer = null;
            outside(() => cmdlet.Host.UI.Prompt($"cmdlet {cmdlet.MyInvocation.MyCommand.Name}",
                "Supply a value for the following parameter:", [field])?.TryGetValue(parameter, out answer));
            return (password = PasswordTransformAttribute.Read(answer)) is not null;
        }
        catch (Exception error) when (error is HostException or InvalidOperationException or NotImplementedException)
        {
            return false;
        }
    }
}
