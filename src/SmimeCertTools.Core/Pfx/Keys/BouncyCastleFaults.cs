using System;
using System.IO;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Pqc.Crypto.Lms;
using Org.BouncyCastle.Security;

namespace SmimeCertTools.Core.Pfx.Keys;

/// <summary>How BouncyCastle says that it cannot use a key or algorithm from a file.</summary>
internal static class BouncyCastleFaults
{
    /// <summary>
    /// Whether an exception means just that. Its own exceptions have no common base, and its readers of keys also run into
    /// missing members and ends of arrays where the file leaves out what they expect.
    /// </summary>
    public static bool Contains(Exception exception) => exception is
        GeneralSecurityException or SecurityUtilityException or CryptoException or LmsException
        or ArgumentException or IOException or InvalidOperationException or NotSupportedException or FormatException
        or InvalidCastException or ArithmeticException or IndexOutOfRangeException or NullReferenceException
        or NotImplementedException;
}
