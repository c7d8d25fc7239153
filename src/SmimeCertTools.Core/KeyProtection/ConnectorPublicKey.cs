using System;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>The public half of the RSA key whose private half lives on the certificate connectors. Immutable.</summary>
public sealed class ConnectorPublicKey
{
    private ConnectorPublicKey(byte[] modulus, byte[] exponent, string source)
    {
        Modulus = modulus;
        Exponent = exponent;
        Source = source;
    }

    /// <summary>The modulus, big-endian without leading zeros.</summary>
    public byte[] Modulus { get; }

    /// <summary>The public exponent, big-endian without leading zeros.</summary>
    public byte[] Exponent { get; }

    /// <summary>Where the key came from, for messages: a path or provider\key.</summary>
    public string Source { get; }

    /// <summary>The size of the modulus in bits.</summary>
    public int KeySize => throw new NotImplementedException();

    /// <summary>
    /// Reads a public key, told apart by content: PEM (<c>PUBLIC KEY</c>, <c>RSA PUBLIC KEY</c>, <c>CERTIFICATE</c>), the same in DER, or
    /// a CNG RSAPUBLICBLOB (BCRYPT_RSAKEY_BLOB, magic RSA1), raw or in base64.
    /// </summary>
    /// <exception cref="KeyProtectionException">The content is none of these, or is not a usable RSA key (2048 bits or more).</exception>
    public static ConnectorPublicKey Parse(byte[] content, string source) => throw new NotImplementedException();

    /// <summary>Builds a key from its parts.</summary>
    /// <exception cref="KeyProtectionException">The key is too small or malformed.</exception>
    public static ConnectorPublicKey Create(byte[] modulus, byte[] exponent, string source) => throw new NotImplementedException();
}
