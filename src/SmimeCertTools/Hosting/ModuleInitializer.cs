using System;
using System.IO;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;

namespace SmimeCertTools.Hosting;

/// <summary>
/// Runs when the module is imported, before any cmdlet does: makes the module's own dependencies available without letting them
/// meet the copies that other modules bring. docs/design/isolation.md says how.
/// </summary>
/// <remarks>Nothing here may touch a type of the core: it cannot be found before this has run.</remarks>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    /// <exception cref="PlatformNotSupportedException">The runtime is that of PowerShell 6 to 7.3.</exception>
    /// <exception cref="InvalidOperationException">Another version of the module is already loaded in this process.</exception>
    public void OnImport()
    {
        var edition = RuntimeEdition.Of(RuntimeInformation.FrameworkDescription);
        var module = typeof(ModuleInitializer).Assembly.Location;
        var folder = Path.Combine(Path.GetDirectoryName(module) ?? string.Empty, edition);
        var loader = Path.Combine(folder, "SmimeCertTools.Loader.dll");

        // Not staged: the core lies beside this assembly, where the runtime finds it by itself.
        if (!File.Exists(loader))
        {
            return;
        }

        var install = Assembly.LoadFrom(loader)
            .GetType("SmimeCertTools.Loader.DependencyLoader", throwOnError: true)!
            .GetMethod("Install", [typeof(string), typeof(string), typeof(Assembly)])!
            .CreateDelegate(typeof(Action<string, string, Assembly>));
        ((Action<string, string, Assembly>)install)(folder, module, typeof(Types.UserPfxPurpose).Assembly);
    }
}
