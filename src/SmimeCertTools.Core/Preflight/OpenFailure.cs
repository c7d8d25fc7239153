using SmimeCertTools.Core.Pfx;

namespace SmimeCertTools.Core.Preflight;

/// <summary>A file that cannot be read, opened or used: the error's own identifier becomes that of the finding.</summary>
internal static class OpenFailure
{
    public static void Report(PreflightSubject subject, PfxException error) => subject.Add(error, Advice(error.Kind));

    private static string Advice(PfxErrorKind kind) => kind switch
    {
        PfxErrorKind.PasswordIncorrect => "Find the password that was set when the file was exported.",
        PfxErrorKind.ProtectedToAccount =>
            "Import it as one of the accounts it was exported for, and export it under a password.",
        PfxErrorKind.NotPfx => "Check that it is the right file, and that nothing but the file was copied.",
        PfxErrorKind.Damaged or PfxErrorKind.Truncated => "Copy the file again in binary form, or export the certificate again.",
        PfxErrorKind.Unsupported => "Export the certificate again with TripleDES/SHA-1 or AES-256/SHA-256 encryption.",
        PfxErrorKind.LimitExceeded => "If you trust the file's origin raise the limit; else export the certificate again.",
        PfxErrorKind.IntegrityWeak => "Do not trust the file unless you know who made it, and have it exported again.",
        PfxErrorKind.NoCertificate or PfxErrorKind.NoPrivateKey => "Export the certificate together with its private key.",
        PfxErrorKind.KeyMismatch => "Export the certificate from where its key was made.",
        PfxErrorKind.MultipleKeyPairs => "Export each certificate into a file of its own.",
        _ => "Check the path, and that this account may read the file.",
    };
}
