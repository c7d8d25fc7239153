using SmimeCertTools.Core.KeyProtection;

namespace SmimeCertTools.ConnectorKeys;

/// <summary>
/// An RSA key that protects the passwords of users' PFX files for the certificate connectors. It holds nothing secret.
/// </summary>
public abstract class SmimeConnectorKey
{
    private protected SmimeConnectorKey(SmimeConnectorKeyKind kind, ConnectorPublicKey key)
    {
        Kind = kind;
        KeySize = key.KeySize;
        Fingerprint = key.Fingerprint;
    }

    /// <summary>Where the key was found, and which half of it.</summary>
    public SmimeConnectorKeyKind Kind { get; }

    /// <summary>Bits of the modulus.</summary>
    public int KeySize { get; }

    /// <summary>
    /// SHA-256 of the SubjectPublicKeyInfo in DER, 64 upper-case hexadecimal digits: the same for both halves of a key, whatever
    /// form and place they are in.
    /// </summary>
    public string Fingerprint { get; }
}
