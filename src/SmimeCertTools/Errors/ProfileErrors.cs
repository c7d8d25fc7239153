using System;
using System.Management.Automation;

namespace SmimeCertTools.Errors;

/// <summary>Errors about profiles that are found in the cmdlets.</summary>
internal static class ProfileErrors
{
    /// <summary>A command that was given nothing to work on.</summary>
    public static ErrorRecord NotNamed() => ErrorRecords.Create(
        new ArgumentException("No profile is named. Give -Name or -Id, or pipe what Get-SmimeProfile shows."),
        "ProfileNotNamed", null);
}
