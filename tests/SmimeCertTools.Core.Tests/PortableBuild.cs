namespace SmimeCertTools.Core.Tests;

/// <summary>
/// The trait of tests of what the build for netstandard2.0 does by means of Windows alone: keeping a file from others, and making
/// an RSA key. SmimeCertTools.Core.Portable.Tests leaves them out.
/// </summary>
internal static class PortableBuild
{
    /// <summary>The trait's name.</summary>
    public const string Trait = "PortableBuild";

    /// <summary>The trait's value.</summary>
    public const string WindowsOnly = "WindowsOnly";
}
