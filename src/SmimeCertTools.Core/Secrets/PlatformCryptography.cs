using System;
using System.Reflection;
using System.Security.Cryptography;

namespace SmimeCertTools.Core.Secrets;

/// <summary>
/// What comes out of the platform's cryptography when it refuses or fails: a policy such as FIPS forbids an algorithm, or the
/// provider behind it is missing or broken. It says nothing about the file or the password at hand.
/// </summary>
internal static class PlatformCryptography
{
    /// <summary>
    /// Whether <paramref name="error"/> is such a failure. .NET Framework wraps the refusal of a policy in what its class factory
    /// throws.
    /// </summary>
    public static bool IsFailure(Exception error) => error is CryptographicException or PlatformNotSupportedException
        or TargetInvocationException { InnerException: InvalidOperationException or CryptographicException };

    /// <summary>A sentence that says what failed; <paramref name="work"/> is what it was asked for.</summary>
    public static string Describe(string work, Exception error)
    {
        var cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
        var message = cause.Message.TrimEnd('.', ' ', '\r', '\n');
        return $"This computer's cryptography does not {work} (0x{cause.HResult:X8}: {message}). Look for a policy that forbids "
            + "algorithms, such as FIPS mode, and for errors of the cryptographic services in the system's log; or run this on "
            + "another computer.";
    }
}
