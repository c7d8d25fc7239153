#if !NET
namespace System.Runtime.Versioning;

// Read by the platform analyzer of newer frameworks only; declared so that both builds share one source.
[AttributeUsage(AttributeTargets.All, AllowMultiple = true, Inherited = false)]
internal sealed class SupportedOSPlatformAttribute : Attribute
{
    public SupportedOSPlatformAttribute(string platformName) => PlatformName = platformName;

    public string PlatformName { get; }
}
#endif
