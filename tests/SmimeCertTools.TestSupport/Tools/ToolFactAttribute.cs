using System;
using System.IO;
using Xunit;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>A fact that needs programs on the PATH, and is skipped with a message where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    /// <summary>Skips the fact unless all <paramref name="tools"/> ("openssl", "keytool", …) are found.</summary>
    public ToolFactAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = ToolLocator.AbsentMessage(tools);
    }

    /// <summary>The programs' names.</summary>
    public string[] Tools { get; }
}

/// <summary>A theory that needs programs on the PATH, and is skipped with a message where one is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the theory unless all <paramref name="tools"/> are found.</summary>
    public ToolTheoryAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = ToolLocator.AbsentMessage(tools);
    }

    /// <summary>The programs' names.</summary>
    public string[] Tools { get; }
}

/// <summary>Finds programs as a shell does.</summary>
public static class ToolLocator
{
    /// <summary>Says which of the programs is absent; null when none is.</summary>
    public static string? AbsentMessage(params string[] tools) =>
        Array.Find(tools, tool => Find(tool) is null) is { } absent ? $"The program '{absent}' is not on the PATH." : null;

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
