using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Threading;

namespace SmimeCertTools.TestSupport.Shell;

/// <summary>Rows of a CSV as PowerShell itself reads them, for tests in which the file does not matter.</summary>
public static class CsvRow
{
    private static readonly Lock Sync = new();
    private static readonly Lazy<Runspace> Reader = new(Open);

    /// <summary>The object that ConvertFrom-Csv, and so Import-Csv, makes of a header and one line.</summary>
    public static PSObject Of(params (string Name, string Value)[] columns)
    {
        lock (Sync)
        {
            using var shell = PowerShell.Create(Reader.Value);
            string[] lines = [Line(columns.Select(column => column.Name)), Line(columns.Select(column => column.Value))];
            shell.AddCommand("Microsoft.PowerShell.Utility\\ConvertFrom-Csv").AddParameter("InputObject", lines);
            return shell.Invoke().Single();
        }
    }

    private static string Line(IEnumerable<string> values) =>
        string.Join(',', values.Select(value => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static Runspace Open()
    {
        var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault());
        runspace.Open();
        return runspace;
    }
}
