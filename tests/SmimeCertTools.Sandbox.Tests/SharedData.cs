using System;
using System.IO;
using Xunit;

namespace SmimeCertTools.Sandbox.Tests;

/// <summary>Data that lies beside the checkout in a folder "shared", or where SMIMECERTTOOLS_SHARED says.</summary>
internal static class SharedData
{
    public static string? Find(string relativePath)
    {
        if (Environment.GetEnvironmentVariable("SMIMECERTTOOLS_SHARED") is { Length: > 0 } root)
        {
            return Existing(root, relativePath);
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "shared"), relativePath) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Existing(string root, string relativePath)
    {
        var path = Path.Combine(root, relativePath);
        return File.Exists(path) ? path : null;
    }
}

/// <summary>A test that is skipped where its data is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string relativePath)
    {
        if (SharedData.Find(relativePath) is null)
        {
            Skip = $"shared/{relativePath} is not beside the checkout.";
        }
    }
}
