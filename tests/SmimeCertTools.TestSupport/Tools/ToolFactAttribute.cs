using System;
using System.IO;
using Xunit;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>A fact that needs a program on the PATH, and is skipped with a message where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <summary>Skips the fact unless <paramref name="tool"/> ("openssl", "keytool", …) is found.</summary>
    public ToolFactAttribute(string tool)
    {
        Tool = tool;
        if (ToolLocator.Find(tool) is null)
        {
            Skip = $"The program '{tool}' is not on the PATH.";
        }
    }

    /// <summary>The program's name.</summary>
    public string Tool { get; }
}

/// <summary>A theory that needs a program on the PATH, and is skipped with a message where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the theory unless <paramref name="tool"/> is found.</summary>
    public ToolTheoryAttribute(string tool)
    {
        Tool = tool;
        if (ToolLocator.Find(tool) is null)
        {
            Skip = $"The program '{tool}' is not on the PATH.";
        }
    }

    /// <summary>The program's name.</summary>
    public string Tool { get; }
}

/// <summary>Finds programs as a shell does.</summary>
public static class ToolLocator
{
    /// <summary>The full path of a program on the PATH, or null.</summary>
    public static string? Find(string tool)
    {
        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator))
        {
            foreach (var name in OperatingSystem.IsWindows() ? new[] { tool + ".exe", tool + ".cmd" } : [tool])
            {
                var path = Path.Combine(folder, name);
                if (folder.Length > 0 && File.Exists(path))
                {
                    return path;
                }
            }
        }

        return null;
    }
}
