namespace SmimeCertTools.Types;

/// <summary>The forms that certificates without private keys are exported in.</summary>
public enum SmimeCertificateFormat
{
    /// <summary>One certificate in DER (.cer).</summary>
    Cer,

    /// <summary>Certificates as PKCS#7 without signature (.p7b): one and its issuers.</summary>
    P7b,

    /// <summary>A table with base64 for Active Directory and Exchange (.csv).</summary>
    Csv,

    /// <summary>A serialized certificate store of authorities for Exchange (.sst).</summary>
    Sst,
}
