using System;

namespace SmimeCertTools.Package;

/// <summary>What is to be staged or packed is not as it must be. The message says which file, and what to change.</summary>
public sealed class PackageToolException : Exception
{
    /// <summary>Without a message.</summary>
    public PackageToolException()
    {
    }

    /// <summary>With what is wrong and what to change.</summary>
    public PackageToolException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, what to change, and the cause.</summary>
    public PackageToolException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
