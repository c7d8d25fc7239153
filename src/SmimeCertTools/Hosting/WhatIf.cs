using System.Management.Automation;

namespace SmimeCertTools.Hosting;

/// <summary>-WhatIf, for what is to be decided before ShouldProcess can be asked.</summary>
internal static class WhatIf
{
    /// <summary>Whether nothing is to be done, only shown.</summary>
    public static bool IsWhatIf(this PSCmdlet cmdlet) => LanguagePrimitives.IsTrue(
        cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out var given)
            ? given : cmdlet.SessionState.PSVariable.GetValue("WhatIfPreference"));
}
