using System;
using System.Globalization;
using SmimeCertTools.Core.Asn1;
using SmimeCertTools.Core.Pfx.Algorithms;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Pfx;

/// <summary>Words the errors about one PFX: which file, what is wrong, what to do.</summary>
internal sealed class PfxErrors(string? path) : IAlgorithmErrors
{
    private readonly string _name = path is null ? "The PFX content" : "The file '" + path + "'";

    public PfxException NotPfx(string whatItIs, string advice) => Create(
        PfxErrorKind.NotPfx, _name + " is not a PFX (PKCS#12) file: " + whatItIs + " " + advice);

    public PfxException Damaged(string what) => Create(
        PfxErrorKind.Damaged, _name + " is damaged: " + what + " Copy it again in binary form, or export the certificate again.");

    public PfxException Truncated() => Create(PfxErrorKind.Truncated,
        _name + " is cut off: it ends before its content does. Copy it again completely, or export the certificate again.");

    public PfxException Unsupported(string what) => Create(PfxErrorKind.Unsupported,
        _name + " uses " + what + ", which is not supported. "
            + "Export the certificate again with AES-256/SHA-256 or TripleDES/SHA-1 encryption.");

    public PfxException LimitExceeded(string what, string advice) => Create(
        PfxErrorKind.LimitExceeded, _name + " is refused: " + what + " " + advice);

    public PfxException IntegrityDamaged(string what) => Damaged("its integrity check cannot be used: " + what);

    public PfxException IntegrityWeak(string why) => Create(PfxErrorKind.IntegrityWeak,
        _name + " is refused: its integrity check has too short a key. " + why + " Such a check passes under wrong passwords "
            + "too, so it vouches for nothing. Do not trust the file unless you know who made it, and have it exported again.");

    public PfxException TooManyIterations(long iterations, int limit) => LimitExceeded(
        iterations == long.MaxValue
            ? "it asks for more key derivation iterations than a number can hold."
            : "it asks for " + Format(iterations) + " key derivation iterations; the limit is " + Format(limit) + ".",
        "Raise the limit only if you trust the file's origin; otherwise export the certificate again.");

    public PfxException TooMuchWork(long work, long limit) => LimitExceeded(
        "its parts together ask for " + Format(work) + " key derivation iterations or more, each counted by what its algorithm "
            + "costs; the limit is " + Format(limit) + ".",
        "Raise the limit only if you trust the file's origin; otherwise export the certificate again.");

    public PfxException TooLarge(long limit) => LimitExceeded("it is larger than " + Format(limit) + " bytes.",
        "A PFX with a certificate and its chain takes a few thousand; check that it is the right file.");

    public PfxException Unreadable(string why, Exception? cause = null) =>
        Create(PfxErrorKind.Unreadable, _name + " cannot be read: " + why, cause);

    /// <summary>The platform refused or failed; the file may be good.</summary>
    public PfxException Refused(string work, Exception cause) => Create(
        PfxErrorKind.Unsupported, _name + " cannot be used here. " + PlatformCryptography.Describe(work, cause), cause);

    public PfxException PasswordIncorrect(string? hints) => Create(
        PfxErrorKind.PasswordIncorrect,
        hints is null
            ? _name + " does not open without a password. Give the password that was set when the file was exported."
            : "The password does not open " + InSentence() + ". " + hints);

    public PfxException ProtectedToAccount(bool isBlank) => Create(PfxErrorKind.ProtectedToAccount,
        _name + (isBlank ? " does not open without a password" : " is not opened by this password")
            + ": it was exported for accounts or groups of a Windows domain (ProtectTo), and its password is in it, encrypted "
            + "for them. Import it on a machine of the domain as one of these accounts and export it there under a password, or "
            + "give the password that was set besides, if there was one.");

    public PfxException OtherPassword(string part) => Create(PfxErrorKind.PasswordIncorrect,
        "The password fits " + InSentence() + " as a whole, but " + part + " inside is encrypted under a different one. "
            + "Export the certificate again with one password for everything.");

    public PfxException NoCertificate() => Create(
        PfxErrorKind.NoCertificate, _name + " holds no certificate. Export the certificate again, with its private key.");

    public PfxException NoPrivateKey() => Create(
        PfxErrorKind.NoPrivateKey, _name + " holds no private key. Export the certificate again, with its private key.");

    public PfxException KeyMismatch() => Create(PfxErrorKind.KeyMismatch,
        _name + " holds a private key that belongs to none of its certificates. "
            + "Export the certificate again from where its key was made.");

    public PfxException MultipleKeyPairs(int count, string which, string advice) => Create(PfxErrorKind.MultipleKeyPairs,
        _name + " holds " + Format(count) + " certificates with a private key where one is expected: " + which + ". " + advice);

    public PfxException From(DerException fault, string where) => fault.Fault switch
    {
        DerFault.TooDeep => LimitExceeded("its elements are nested more than " + Format(BerNormalizer.MaxDepth) + " levels deep.",
            "No program writes such a file for a certificate; export the certificate again."),
        DerFault.Truncated => Truncated(),
        _ => Damaged(where + " cannot be read."),
    };

    Exception IAlgorithmErrors.Unsupported(string what) => Unsupported(what);

    Exception IAlgorithmErrors.LimitExceeded(string what, string advice) => LimitExceeded(what, advice);

    Exception IAlgorithmErrors.TooManyIterations(long iterations, int limit) => TooManyIterations(iterations, limit);

    Exception IAlgorithmErrors.TooMuchWork(long work, long limit) => TooMuchWork(work, limit);

    Exception IAlgorithmErrors.IntegrityDamaged(string what) => IntegrityDamaged(what);

    Exception IAlgorithmErrors.IntegrityWeak(string why) => IntegrityWeak(why);

    private static string Format(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string InSentence() => path is null ? "the PFX content" : "the file '" + path + "'";

    private PfxException Create(PfxErrorKind kind, string message, Exception? cause = null) => new(kind, message, path, cause);
}
