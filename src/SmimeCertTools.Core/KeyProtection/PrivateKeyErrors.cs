using System;

namespace SmimeCertTools.Core.KeyProtection;

/// <summary>Words the errors about one private key: which, what is wrong, what to do.</summary>
internal sealed class PrivateKeyErrors(string source)
{
    private const string Wanted =
        "Expected is the connector's RSA private key as encrypted PEM or DER (ENCRYPTED PRIVATE KEY, PKCS#8), as PFX, or as the "
        + "CNG blob of the earlier scripts.";

    private const string Encrypt = "openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000";

    public KeyProtectionException NotRecognized(string problem, Exception? cause = null) =>
        Create(KeyProtectionErrorKind.PrivateKeyNotRecognized, $"The private key file '{source}' {problem} {Wanted}", cause);

    public KeyProtectionException PublicInstead(string form) => NotRecognized($"holds {form}, which has no private half.");

    public KeyProtectionException Unencrypted(string form, bool isText) => Create(KeyProtectionErrorKind.PrivateKeyUnencrypted,
        $"'{source}' holds a private key in clear ({form}) and is refused: whoever could read the file has the key. If nobody "
        + "did, "
        + $"encrypt it first with: {Encrypt}{(isText ? string.Empty : " -inform DER")} -in KEY -out ENCRYPTED.pem, and erase the "
        + "file; otherwise make a new key.");

    public KeyProtectionException LegacyPem() => Create(KeyProtectionErrorKind.PrivateKeyUnsupported,
        $"'{source}' is encrypted in PEM's old form (Proc-Type, DEK-Info), which derives its key by one round of MD5. Encrypt it "
        + $"anew with: {Encrypt} -in OLD.pem -out NEW.pem.");

    public KeyProtectionException PasswordIncorrect(string? hints) => Create(
        KeyProtectionErrorKind.PrivateKeyPasswordIncorrect,
        hints is null
            ? $"The private key '{source}' does not open without a password. Give the one that it was exported with."
            : $"The password does not open the private key '{source}', or the file was changed since. {hints}");

    public KeyProtectionException Damaged(string what, Exception? cause = null) => Create(
        KeyProtectionErrorKind.PrivateKeyDamaged,
        $"The private key '{source}' is damaged: {what}. Copy it again in binary form, or export it again.", cause);

    public KeyProtectionException CutOff() => Damaged("it ends before its content does");

    public KeyProtectionException Unsupported(string what, Exception? cause = null) => Create(
        KeyProtectionErrorKind.PrivateKeyUnsupported,
        $"The private key '{source}' {what}, which is not supported. Export it again as an RSA key encrypted with AES-256, for "
        + $"example with: {Encrypt}.", cause);

    public KeyProtectionException LimitExceeded(Exception? cause = null) => Create(KeyProtectionErrorKind.PrivateKeyLimitExceeded,
        $"The private key '{source}' is refused: opening it would take more work or memory than any program asks for. Encrypt it "
        + $"anew with: {Encrypt}.", cause);

    public KeyProtectionException NotRsa(string kind) => Create(KeyProtectionErrorKind.PrivateKeyNotRsa,
        $"The private key '{source}' is {kind}. The connector decrypts passwords with an RSA key: give that one.");

    public KeyProtectionException Weak(int bits) => Create(
        KeyProtectionErrorKind.PrivateKeyWeak,
        bits < ConnectorPublicKey.MinimumKeySize
            ? $"The private key '{source}' is an RSA key of {bits} bits; {ConnectorPublicKey.MinimumKeySize} bits are the least "
                + "that protects a password. Make a new key."
            : $"The private key '{source}' is an RSA key of {bits} bits, more than the {ConnectorPublicKey.MaximumKeySize} that "
                + "Windows connectors can use. Make a new key.");

    private KeyProtectionException Create(KeyProtectionErrorKind kind, string message, Exception? cause = null) =>
        new(kind, message, source, cause);
}
