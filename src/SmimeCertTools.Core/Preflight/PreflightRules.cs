using System.Collections.Generic;

namespace SmimeCertTools.Core.Preflight;

/// <summary>The rules, in the order in which a file is tested. about_SmimePfxFindings explains them.</summary>
public static class PreflightRules
{
    private static readonly List<PreflightRule> Known = [];

    /// <summary>All rules.</summary>
    public static IReadOnlyList<PreflightRule> All => Known;

    internal static PreflightRule TrailingBytes { get; } = New(
        nameof(TrailingBytes), "RFC 7292 section 4: a PFX is one structure");

    internal static PreflightRule BerEncoding { get; } = New(
        nameof(BerEncoding), "RFC 7292 section 4: BER is allowed; devices' readers differ");

    internal static PreflightRule NoIntegrityCheck { get; } = New(
        nameof(NoIntegrityCheck), "RFC 7292 section 4: macData may be absent");

    internal static PreflightRule PrivateKeyInClear { get; } = New(
        nameof(PrivateKeyInClear), "RFC 7292 section 4.2.1: a keyBag is not encrypted");

    internal static PreflightRule WeakEncryption { get; } = New(nameof(WeakEncryption), "RFC 8018 appendix B; RFC 7465 for RC4");

    internal static PreflightRule EncodingNotUniversal { get; } = New(
        nameof(EncodingNotUniversal), "Seen: Android 12, iOS until 2023 and Windows Server 2012 R2 and 2016 refuse AES");

    internal static PreflightRule EncodingRare { get; } = New(
        nameof(EncodingRare), "RFC 7292 appendix C and RFC 8018 appendix B: written by few programs");

    internal static PreflightRule Pbmac1Integrity { get; } = New(
        nameof(Pbmac1Integrity), "RFC 9579: newer than the readers of devices");

    internal static PreflightRule HighIterations { get; } = New(
        nameof(HighIterations), "Pkcs12LoaderLimits of .NET 10: 300,000 by default");

    internal static PreflightRule LowIterations { get; } = New(nameof(LowIterations), "RFC 8018 section 4.2: at least 1,000");

    internal static PreflightRule RecipientEncryptedPart { get; } = New(
        nameof(RecipientEncryptedPart), "RFC 7292 section 3.1: public-key privacy mode");

    internal static PreflightRule MultipleKeyPairs { get; } = New(
        nameof(MultipleKeyPairs), "The service keeps one certificate to a record");

    internal static PreflightRule UnmatchedPrivateKey { get; } = New(
        nameof(UnmatchedPrivateKey), "RFC 7292 section 4.2: pairing is by localKeyId, which proves nothing");

    internal static PreflightRule DuplicateCertificate { get; } = New(
        nameof(DuplicateCertificate), "RFC 7292 section 4.2.3; some readers fail on doubles");

    internal static PreflightRule PasswordEmpty { get; } = New(
        nameof(PasswordEmpty), "The service delivers a PFX only with a password");

    internal static PreflightRule PasswordNotAscii { get; } = New(
        nameof(PasswordNotAscii), "Inferred: other characters may not survive the connector");

    internal static PreflightRule PasswordTooLong { get; } = New(
        nameof(PasswordTooLong), "RFC 8017 section 7.1.1: length under OAEP");

    internal static PreflightRule UserPrincipalNameInvalid { get; } = New(
        nameof(UserPrincipalNameInvalid), "Entra ID: name@domain");

    internal static PreflightRule AddressMissing { get; } = New(nameof(AddressMissing), "BR 7.1.4.2.1; RFC 8550 section 3");

    internal static PreflightRule AddressOnlyInSubject { get; } = New(
        nameof(AddressOnlyInSubject), "BR 7.1.4.2.1; RFC 8550 section 3");

    internal static PreflightRule AddressDiffers { get; } = New(
        nameof(AddressDiffers), "RFC 8550 section 3; Outlook matches certificates by address");

    internal static PreflightRule PurposeRequired { get; } = New(
        nameof(PurposeRequired), "The service keeps one purpose to a record");

    internal static PreflightRule PurposeNotSupported { get; } = New(
        nameof(PurposeNotSupported), "Intune delivers imported certificates for mail");

    internal static PreflightRule CaCertificate { get; } = New(nameof(CaCertificate), "RFC 5280 section 4.2.1.9; BR 7.1.2.3 d");

    internal static PreflightRule EkuNotForMail { get; } = New(nameof(EkuNotForMail), "RFC 8550 section 4.4.4; BR 7.1.2.3 f");

    internal static PreflightRule EkuNotStated { get; } = New(nameof(EkuNotStated), "BR 7.1.2.3 f");

    internal static PreflightRule KeyUsageNotForMail { get; } = New(
        nameof(KeyUsageNotForMail), "RFC 8550 section 4.4.2; BR 7.1.2.3 e");

    internal static PreflightRule KeyUsageNotForPurpose { get; } = New(
        nameof(KeyUsageNotForPurpose), "RFC 8550 section 4.4.2; BR 7.1.2.3 e");

    internal static PreflightRule KeyUsageNotStated { get; } = New(nameof(KeyUsageNotStated), "BR 7.1.2.3 e");

    internal static PreflightRule KeyTooSmall { get; } = New(nameof(KeyTooSmall), "BR 6.1.5; RFC 8550 section 4.3");

    internal static PreflightRule KeySizeUnusual { get; } = New(nameof(KeySizeUnusual), "BR 6.1.5: modulus divisible by 8");

    internal static PreflightRule CurveUnusual { get; } = New(nameof(CurveUnusual), "BR 6.1.5: P-256, P-384 and P-521");

    internal static PreflightRule KeyTypeSupport { get; } = New(
        nameof(KeyTypeSupport), "Unknown: support for EC, Ed25519 and RSASSA-PSS in each mail client");

    internal static PreflightRule SignatureWeak { get; } = New(nameof(SignatureWeak), "BR 7.1.3.2; RFC 8550 section 4.3");

    internal static PreflightRule SignatureUnusual { get; } = New(
        nameof(SignatureUnusual), "Unknown: support for RSASSA-PSS and EdDSA signatures in each mail client");

    internal static PreflightRule Expired { get; } = New(
        nameof(Expired), "RFC 8550 section 4.2; an encryption certificate stays needed for old mail");

    internal static PreflightRule ExpiresSoon { get; } = New(nameof(ExpiresSoon), "Imported certificates are not renewed");

    internal static PreflightRule NotYetValid { get; } = New(
        nameof(NotYetValid), "The service takes the most recent start of a purpose");

    internal static PreflightRule ValidityTooLong { get; } = New(
        nameof(ValidityTooLong), "BR 6.3.2, for certificates from 2023-09-01");

    internal static PreflightRule LegacyGeneration { get; } = New(
        nameof(LegacyGeneration), "BR ballot SMC08: none from 2025-07-15");

    internal static PreflightRule SelfSigned { get; } = New(nameof(SelfSigned), "RFC 5280 section 6.1; RFC 8550 section 4");

    internal static PreflightRule ChainMissing { get; } = New(
        nameof(ChainMissing), "RFC 5280 section 6.1; Exchange Online needs the chain");

    internal static PreflightRule ChainRootMissing { get; } = New(
        nameof(ChainRootMissing), "RFC 5280 section 6.1; roots come by a profile of their own");

    internal static PreflightRule ChainSignatureInvalid { get; } = New(
        nameof(ChainSignatureInvalid), "RFC 5280 section 6.1.3 a 1");

    internal static PreflightRule ChainIssuerNotCa { get; } = New(nameof(ChainIssuerNotCa), "RFC 5280 section 6.1.4 k");

    internal static PreflightRule ChainIssuerExpired { get; } = New(nameof(ChainIssuerExpired), "RFC 5280 section 6.1.3 a 2");

    internal static PreflightRule ChainOrder { get; } = New(
        nameof(ChainOrder), "RFC 7292 leaves the order open; some readers take the first certificate");

    internal static PreflightRule ExtraCertificate { get; } = New(nameof(ExtraCertificate), "RFC 7292 section 4.2.3");

    internal static PreflightRule PfxOk { get; } = New(nameof(PfxOk), "No warning and no error");

    private static PreflightRule New(string id, string source)
    {
        var rule = new PreflightRule(id, source);
        Known.Add(rule);
        return rule;
    }
}
