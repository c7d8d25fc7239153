using System;

namespace SmimeCertTools.Core.Asn1;

/// <summary>How an encoding is broken.</summary>
internal enum DerFault
{
    /// <summary>The bytes contradict themselves or are not what the syntax asks for.</summary>
    Damaged,

    /// <summary>The bytes end before the outermost element does.</summary>
    Truncated,

    /// <summary>Elements are nested deeper than <see cref="BerNormalizer.MaxDepth"/>.</summary>
    TooDeep,
}

/// <summary>An encoding that cannot be read. It never leaves the library and never carries content.</summary>
internal sealed class DerException : Exception
{
    public DerException(DerFault fault = DerFault.Damaged)
        : base("The ASN.1 encoding is broken: " + fault + ".") => Fault = fault;

    /// <summary>How it is broken.</summary>
    public DerFault Fault { get; }
}
