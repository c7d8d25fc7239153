using System;

namespace SmimeCertTools.Core.Records;

/// <summary>SHA-1 thumbprints as people write them.</summary>
public static class Thumbprint
{
    /// <summary>
    /// Brings a thumbprint to 40 upper-case hexadecimal digits; spaces, colons, dashes and the invisible mark that Windows' certificate
    /// dialog copies along are dropped.
    /// </summary>
    /// <exception cref="FormatException">It is not 40 hexadecimal digits.</exception>
    public static string Normalize(string value) => throw new NotImplementedException();
}
