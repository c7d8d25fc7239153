using System;

namespace SmimeCertTools.Core.Pfx;

/// <summary>
/// The password that Windows puts into a PFX when it is exported for accounts or groups of a domain (PFXExportCertStoreEx with
/// PKCS12_PROTECT_TO_DOMAIN_SIDS): a secret bag in clear, with what DPAPI-NG made of the password.
/// </summary>
internal static class ProtectedPassword
{
    // szOID_PKCS_12_PROTECTED_PASSWORD_SECRET_BAG_TYPE_ID of wincrypt.h, 1.3.6.1.4.1.311.17.4, in DER.
    private static ReadOnlySpan<byte> SecretBagType => [0x06, 0x09, 0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x11, 0x04];

    // 1.3.6.1.4.1.311.74.1: what DPAPI-NG writes names its protector below it.
    private static ReadOnlySpan<byte> DataProtection => [0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x4A, 0x01];

    /// <summary>Whether there is one. Eleven bytes of an identifier do not stand in a file by chance.</summary>
    public static bool IsIn(ReadOnlySpan<byte> file) =>
        file.IndexOf(SecretBagType) >= 0 || file.IndexOf(DataProtection) >= 0;
}
