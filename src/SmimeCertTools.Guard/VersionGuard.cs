using System;
using System.Management.Automation;
using SmimeCertTools.Loader;

namespace SmimeCertTools.Guard;

/// <summary>
/// Runs before the module's own assembly is loaded. Where a process has that of another version, .NET would refuse the second
/// with words that lead nowhere ("Assembly with same name is already loaded").
/// </summary>
public sealed class VersionGuard : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">Another version of the module was imported earlier in this
    /// process.</exception>
    public void OnImport() => LoadedVersion.Get()?.Demand(typeof(VersionGuard).Assembly.GetName().Version.ToString());
}
