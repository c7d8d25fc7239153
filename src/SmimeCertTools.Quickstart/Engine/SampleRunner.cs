using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace SmimeCertTools.Quickstart.Engine;

/// <summary>Runs a script file in an embedded PowerShell engine, as a console would.</summary>
internal static class SampleRunner
{
    /// <summary>Runs the script; its output goes through the formatter to the console.</summary>
    /// <returns>Whether it ended without any error.</returns>
    public static bool Run(string scriptPath, IReadOnlyDictionary<string, object> parameters)
    {
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Write-Host", typeof(WriteHostCommand), helpFileName: null));
        state.Commands.Add(new SessionStateCmdletEntry("Import-Csv", typeof(ImportCsvCommand), helpFileName: null));
        state.Commands.Add(new SessionStateCmdletEntry("Invoke-RestMethod", typeof(InvokeRestMethodCommand), helpFileName: null));
        if (OperatingSystem.IsWindows())
        {
            // The samples come with this program; a machine's policy about scripts is not about them.
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        using var runspace = RunspaceFactory.CreateRunspace(new ConsoleHost(), state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand(scriptPath).AddParameters(new Dictionary<string, object>(parameters));
        shell.AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException error)
        {
            Console.Error.WriteLine(error.ErrorRecord.ToString());
            Console.Error.WriteLine(error.ErrorRecord.ScriptStackTrace);
            return false;
        }

        return !shell.HadErrors;
    }
}
