namespace SmimeCertTools.Types;

/// <summary>Where a connector key was found, and which half of it.</summary>
public enum SmimeConnectorKeyKind
{
    /// <summary>A key pair in a key storage provider of this computer.</summary>
    ProviderKey,

    /// <summary>A key pair in a file that a password protects.</summary>
    PrivateKeyFile,

    /// <summary>A key pair in a file in clear: whoever reads the file has the key.</summary>
    PlaintextPrivateKeyFile,

    /// <summary>The public half alone, in a file.</summary>
    PublicKeyFile,
}
