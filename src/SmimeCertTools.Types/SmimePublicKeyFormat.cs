namespace SmimeCertTools.Types;

/// <summary>The forms that a connector's public key is exported in.</summary>
public enum SmimePublicKeyFormat
{
    /// <summary>PEM, "BEGIN PUBLIC KEY": what this module, openssl and most others read.</summary>
    Pem,

    /// <summary>CNG RSAPUBLICBLOB: what the earlier import scripts read.</summary>
    CngBlob,
}
