using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace SmimeCertTools.Core.Preflight;

/// <summary>The rules, in the order in which a file is tested. about_SmimePfxFindings explains them.</summary>
public static class PreflightRules
{
    private const SmimeFindingSeverity Information = SmimeFindingSeverity.Information;
    private const SmimeFindingSeverity Warning = SmimeFindingSeverity.Warning;
    private const SmimeFindingSeverity Error = SmimeFindingSeverity.Error;
    private const string WriteAnew = "Have the file written anew.";
    private const string OwnPassword = "Have the file written anew with a password of its own, or ";
    private const string TakeAnother = "Take the user's S/MIME certificate.";
    private const string TryIt = "Try it with each mail client in use before it goes to many users.";

    private static readonly List<PreflightRule> Known = [];

    /// <summary>All rules.</summary>
    public static IReadOnlyList<PreflightRule> All => Known;

    internal static PreflightRule TrailingBytes { get; } = OfBytes(Warning, "RFC 7292 section 4: a PFX is one structure",
        "Some readers refuse that. " + WriteAnew);

    internal static PreflightRule BerEncoding { get; } = OfBytes(Warning,
        "RFC 7292 section 4: BER is allowed; devices' readers differ", WriteAnew);

    internal static PreflightRule NoIntegrityCheck { get; } = OfBytes(Warning, "RFC 7292 section 4: macData may be absent",
        WriteAnew);

    internal static PreflightRule PrivateKeyInClear { get; } = New(Warning, "RFC 7292 section 4.2.1: a keyBag is not encrypted",
        "Guard the file, and delete it once a protected copy is archived.");

    internal static PreflightRule WeakEncryption { get; } = OfBytes(Warning, "RFC 8018 appendix B; RFC 7465 for RC4",
        "Archive it written anew, and have what is uploaded written anew.");

    internal static PreflightRule EncodingNotUniversal { get; } = New(Warning,
        "Seen: Android 12, iOS until 2023 and Windows Server 2012 R2 and 2016 refuse AES", WriteAnew);

    internal static PreflightRule EncodingRare { get; } = OfBytes(Warning,
        "RFC 7292 appendix C and RFC 8018 appendix B: written by few programs", WriteAnew);

    internal static PreflightRule Pbmac1Integrity { get; } = OfBytes(Error, "RFC 9579: newer than the readers of devices",
        WriteAnew);

    internal static PreflightRule HighIterations { get; } = OfBytes(Warning, "Pkcs12LoaderLimits of .NET 10: 300,000 by default",
        WriteAnew);

    internal static PreflightRule LowIterations { get; } = OfBytes(Warning, "RFC 8018 section 4.2: at least 1,000",
        "Give it a long random password, or write it anew with more iterations.");

    internal static PreflightRule RecipientEncryptedPart { get; } = New(Warning, "RFC 7292 section 3.1: public-key privacy mode",
        "Export the certificate again, protected by a password only.");

    internal static PreflightRule MultipleKeyPairs { get; } = OfBytes(Error, "The service keeps one certificate to a record");

    internal static PreflightRule UnmatchedPrivateKey { get; } = OfBytes(Warning,
        "RFC 7292 section 4.2: pairing is by localKeyId, which proves nothing",
        "If such a key's certificate is a user's, export the two together.");

    internal static PreflightRule DuplicateCertificate { get; } = OfBytes(Warning,
        "RFC 7292 section 4.2.3; some readers fail on doubles", WriteAnew);

    internal static PreflightRule PasswordEmpty { get; } = OfBytes(Error, "The service delivers a PFX only with a password",
        "Guard the file, and have it written anew with a password of its own.");

    internal static PreflightRule PasswordNotAscii { get; } = OfBytes(Error,
        "Inferred: other characters may not survive the connector", OwnPassword + "set another password.");

    internal static PreflightRule PasswordTooLong { get; } = OfBytes(Error, "RFC 8017 section 7.1.1: length under OAEP",
        OwnPassword + "set a shorter one.");

    internal static PreflightRule UserPrincipalNameInvalid { get; } = New(Error, "Entra ID: name@domain",
        "Correct the user principal name.");

    internal static PreflightRule AddressMissing { get; } = New(Warning, "BR 7.1.4.2.1; RFC 8550 section 3",
        "Have it issued again with the user's address in the subject alternative name.");

    internal static PreflightRule AddressOnlyInSubject { get; } = New(Warning, "BR 7.1.4.2.1; RFC 8550 section 3",
        "Some mail clients do not look there. Have the next certificate issued with the address in the SAN.");

    internal static PreflightRule AddressDiffers { get; } = New(Warning,
        "RFC 8550 section 3; Outlook matches certificates by address",
        "Check that it is this user's file. Where mail address and user principal name differ, give the address.");

    internal static PreflightRule PurposeRequired { get; } = New(Warning, "The service keeps one purpose to a record",
        "Say at the import what it is for.");

    internal static PreflightRule PurposeNotSupported { get; } = New(Error, "Intune delivers imported certificates for mail",
        "Use SmimeEncryption or SmimeSigning, or leave the purpose out to follow the certificate's key usage.");

    internal static PreflightRule CaCertificate { get; } = New(Error, "RFC 5280 section 4.2.1.9; BR 7.1.2.3 d",
        "Take the user's certificate, and keep the authority's key off this machine.");

    internal static PreflightRule EkuNotForMail { get; } = New(Error, "RFC 8550 section 4.4.4; BR 7.1.2.3 f", TakeAnother);

    internal static PreflightRule EkuNotStated { get; } = New(Warning, "BR 7.1.2.3 f",
        "Most mail clients take it. Have the next certificate issued with emailProtection.");

    internal static PreflightRule KeyUsageNotForMail { get; } = New(Error, "RFC 8550 section 4.4.2; BR 7.1.2.3 e", TakeAnother);

    internal static PreflightRule KeyUsageNotForPurpose { get; } = New(Error, "RFC 8550 section 4.4.2; BR 7.1.2.3 e",
        "Leave the purpose out to follow the certificate's key usage, or take another certificate.");

    internal static PreflightRule KeyUsageNotStated { get; } = New(Warning, "BR 7.1.2.3 e",
        "Most mail clients take it. Have the next certificate issued with a key usage.");

    internal static PreflightRule KeyTooSmall { get; } = New(Warning, "BR 6.1.5; RFC 8550 section 4.3",
        "Keep it for old mail, and have the next certificate issued with a larger key.");

    internal static PreflightRule KeySizeUnusual { get; } = New(Warning, "BR 6.1.5: modulus divisible by 8",
        "Keep it for old mail, and have the next certificate issued with a key of usual size.");

    internal static PreflightRule CurveUnusual { get; } = New(Warning, "BR 6.1.5: P-256, P-384 and P-521",
        "Have the next certificate issued with an RSA key, or one on P-256 or P-384.");

    internal static PreflightRule CurveExplicit { get; } = New(Warning, "RFC 5480 section 2.1.1: certificates name the curve",
        "Have the certificate issued again for a key on a named curve: P-256 or P-384.");

    internal static PreflightRule KeyTypeSupport { get; } = New(Warning,
        "Unknown: support for EC, Ed25519 and RSASSA-PSS in each mail client", TryIt);

    internal static PreflightRule SignatureWeak { get; } = New(Warning, "BR 7.1.3.2; RFC 8550 section 4.3",
        "It still decrypts old mail. Have the next certificate issued with SHA-256.");

    internal static PreflightRule SignatureUnusual { get; } = New(Warning,
        "Unknown: support for RSASSA-PSS and EdDSA signatures in each mail client", TryIt);

    internal static PreflightRule Expired { get; } = New(Warning,
        "RFC 8550 section 4.2; an encryption certificate stays needed for old mail",
        "It can no longer sign. Import it for encryption if it once decrypted mail.");

    internal static PreflightRule ExpiresSoon { get; } = New(Warning, "Imported certificates are not renewed",
        "Have the next certificate issued, and import it before that day.");

    internal static PreflightRule NotYetValid { get; } = New(Warning, "The service takes the most recent start of a purpose",
        "Import it when it has become valid.");

    internal static PreflightRule ValidityTooLong { get; } = New(Warning, "BR 6.3.2, for certificates from 2023-09-01",
        "Mail clients may come to reject it: ask the authority for one of shorter validity.");

    internal static PreflightRule LegacyGeneration { get; } = New(Warning, "BR ballot SMC08: none from 2025-07-15",
        "Ask the authority for a certificate of the multipurpose or strict generation.");

    internal static PreflightRule SelfSigned { get; } = New(Warning, "RFC 5280 section 6.1; RFC 8550 section 4",
        "Take a certificate that an authority has issued.");

    internal static PreflightRule ChainMissing { get; } = New(Warning, "RFC 5280 section 6.1; Exchange Online needs the chain",
        "Export the certificate with its chain, or deliver the intermediate certificates by profiles of their own.");

    internal static PreflightRule ChainRootMissing { get; } = New(Information,
        "RFC 5280 section 6.1; roots come by a profile of their own");

    internal static PreflightRule ChainSignatureInvalid { get; } = New(Error, "RFC 5280 section 6.1.3 a 1",
        "Get the certificate and the issuers' certificates again from the authority.");

    internal static PreflightRule ChainIssuerNotCa { get; } = New(Warning, "RFC 5280 section 6.1.4 k",
        "Mail clients reject such a chain. Get the issuers' certificates again from the authority.");

    internal static PreflightRule ChainIssuerExpired { get; } = New(Warning, "RFC 5280 section 6.1.3 a 2",
        "If the authority has a newer one, put that into the file.");

    internal static PreflightRule ChainOrder { get; } = OfBytes(Warning,
        "RFC 7292 leaves the order open; some readers take the first certificate", WriteAnew);

    internal static PreflightRule ExtraCertificate { get; } = New(Information, "RFC 7292 section 4.2.3");

    internal static PreflightRule PfxOk { get; } = New(Information, "No warning and no error");

    private static PreflightRule OfBytes(
        SmimeFindingSeverity severity, string source, string? advice = null, [CallerMemberName] string id = "") =>
        Add(new PreflightRule(id, source, severity, isOfBytes: true, advice));

    private static PreflightRule New(
        SmimeFindingSeverity severity, string source, string? advice = null, [CallerMemberName] string id = "") =>
        Add(new PreflightRule(id, source, severity, isOfBytes: false, advice));

    private static PreflightRule Add(PreflightRule rule)
    {
        Known.Add(rule);
        return rule;
    }
}
