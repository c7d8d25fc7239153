using System;

namespace SmimeCertTools.Loader;

/// <summary>The version of the module that a process has loaded. It stays loaded, and there can be no other.</summary>
internal sealed class LoadedVersion
{
    // Kept by the process and not in a static field: on .NET Framework two copies of this assembly can be loaded side by side,
    // and other versions of the module read it as well.
    private const string Key = "SmimeCertTools.Isolation.Installed";

    private readonly string version;
    private readonly string folder;

    /// <summary>Of the version <paramref name="version"/>, whose assembly is in <paramref name="folder"/>.</summary>
    public LoadedVersion(string version, string folder)
    {
        this.version = version;
        this.folder = folder;
    }

    /// <summary>What the process has loaded; null when nothing yet.</summary>
    public static LoadedVersion? Get() =>
        AppDomain.CurrentDomain.GetData(Key) is string[] { Length: 2 } known ? new LoadedVersion(known[0], known[1]) : null;

    /// <summary>Keeps this for the process.</summary>
    public void Keep() => AppDomain.CurrentDomain.SetData(Key, new[] { version, folder });

    /// <summary>Passes only for the version that is loaded.</summary>
    /// <exception cref="InvalidOperationException">It is another.</exception>
    public void Demand(string wanted)
    {
        if (version != wanted)
        {
            throw new InvalidOperationException(
                $"SmimeCertTools {version} from '{folder}' is already loaded in this process, so version {wanted} cannot be. "
                + "Start a new PowerShell session and import that one only.");
        }
    }
}
