using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Security;

namespace SmimeCertTools.RuntimeProbe;

/// <summary>A script in an engine of its own.</summary>
internal static class Session
{
    /// <summary>Reports what comes out, and whether there was no error.</summary>
    public static bool Run(string script, TextReader variables, TextWriter report)
    {
        var state = InitialSessionState.CreateDefault2();
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        while (variables.ReadLine() is { Length: > 0 } line)
        {
            var end = line.IndexOf('=', StringComparison.Ordinal);
            var value = line[(end + 1)..];
            runspace.SessionStateProxy.SetVariable(line[1..end], line[0] == '*' ? Secure(value) : value);
        }

        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddScript(File.ReadAllText(script));
        var output = Array.Empty<string>();
        var failure = string.Empty;
        try
        {
            output = [.. shell.Invoke().Select(o => o?.ToString() ?? string.Empty)];
        }
        catch (RuntimeException e)
        {
            failure = e.ToString();
        }

        var errors = shell.Streams.Error.Select(e => $"{e} {e.Exception}").Append(failure).Where(e => e.Length > 0).ToList();
        foreach (var text in output)
        {
            report.WriteLine("output\t" + text);
        }

        foreach (var text in errors)
        {
            report.WriteLine("error\t" + text.ReplaceLineEndings(" | "));
        }

        return errors.Count == 0;
    }

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var character in text)
        {
            secure.AppendChar(character);
        }

        return secure;
    }
}
