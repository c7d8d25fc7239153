using System;
using System.IO;

namespace SmimeCertTools.TestSupport.Tools;

/// <summary>The checkout that the running tests were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>Full path of the folder with SmimeCertTools.sln in it.</summary>
    public static string Path { get; } = Locate();

    /// <summary>Full path of something in the checkout.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Locate()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "SmimeCertTools.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No SmimeCertTools.sln on the way up from {AppContext.BaseDirectory}.");
    }
}
