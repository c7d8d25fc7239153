namespace SmimeCertTools.Core.Formats;

/// <summary>What bytes are, by how they begin and how their outermost members follow each other.</summary>
internal enum ContentKind
{
    /// <summary>None of the others, and no text.</summary>
    Unknown,

    /// <summary>No bytes at all.</summary>
    Empty,

    /// <summary>A structure in BER or DER that is none of the others, or is cut off before that shows.</summary>
    Asn1,

    /// <summary>PKCS#12, RFC 7292 section 4.</summary>
    Pfx,

    /// <summary>A certificate, certificate request or revocation list: signed members, RFC 5280 section 4.1.</summary>
    Certificate,

    /// <summary>PKCS#7 or CMS that is signed, as lists of certificates are: RFC 5652 section 5.</summary>
    SignedData,

    /// <summary>PKCS#7 or CMS of another kind, such as an encrypted message.</summary>
    Pkcs7,

    /// <summary>EncryptedPrivateKeyInfo of PKCS#8, RFC 5958 section 3.</summary>
    EncryptedPrivateKey,

    /// <summary>A private key in clear: PKCS#8, PKCS#1 or SEC 1.</summary>
    PrivateKey,

    /// <summary>SubjectPublicKeyInfo, or RSAPublicKey of PKCS#1.</summary>
    PublicKey,

    /// <summary>RSAPUBLICBLOB of Windows' CNG.</summary>
    CngPublicKey,

    /// <summary>RSAPRIVATEBLOB or RSAFULLPRIVATEBLOB of Windows' CNG.</summary>
    CngPrivateKey,

    /// <summary>A key store of Java in its own format.</summary>
    JavaKeyStore,

    /// <summary>A ZIP file.</summary>
    Zip,

    /// <summary>Text with PEM blocks, RFC 7468.</summary>
    Pem,

    /// <summary>A page of HTML or XML.</summary>
    Markup,

    /// <summary>Other text.</summary>
    Text,
}
