using System.Security;
using SmimeCertTools.Core.Pfx.Writing;

namespace SmimeCertTools.Pfx;

/// <summary>One PFX file to convert, with what its input object said.</summary>
internal sealed class PfxConversionItem(
    long number,
    string path,
    SecureString? password,
    SecureString? newPassword,
    PfxDestination destination,
    PfxConvertOptions options)
{
    /// <summary>Its place in the input, from 0.</summary>
    public long Number { get; } = number;

    /// <summary>The full path, or what the caller gave when no file was found.</summary>
    public string Path { get; } = path;

    /// <summary>Its password; null for none.</summary>
    public SecureString? Password { get; } = password;

    /// <summary>The new password; null for a random one.</summary>
    public SecureString? NewPassword { get; } = newPassword;

    /// <summary>Where the new files go.</summary>
    public PfxDestination Destination { get; } = destination;

    /// <summary>What is kept, and the protection.</summary>
    public PfxConvertOptions Options { get; } = options;
}
