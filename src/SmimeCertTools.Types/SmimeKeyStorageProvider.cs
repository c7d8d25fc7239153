namespace SmimeCertTools.Types;

/// <summary>Where Windows keeps the private keys of delivered certificates.</summary>
public enum SmimeKeyStorageProvider
{
    /// <summary>In the TPM where there is one, otherwise in software.</summary>
    UseTpmKspOtherwiseUseSoftwareKsp,

    /// <summary>In the TPM only.</summary>
    UseTpmKspOtherwiseFail,

    /// <summary>In Windows Hello for Business only.</summary>
    UsePassportForWorkKspOtherwiseFail,

    /// <summary>In software.</summary>
    UseSoftwareKsp,
}
