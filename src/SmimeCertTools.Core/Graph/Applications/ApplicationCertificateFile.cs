using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Formats;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;

namespace SmimeCertTools.Core.Graph.Applications;

/// <summary>
/// Takes the certificate that an application is to sign in with out of a file: a certificate in DER or PEM, or a PFX, of which
/// nothing but the certificate is kept.
/// </summary>
public static class ApplicationCertificateFile
{
    private const int MaximumLength = 16 * 1024 * 1024;
    private const int MaximumBlocks = 100;

    // Entra takes 2,048 bits and more, and the sign-in libraries sign with RSA alone.
    private const int LeastKeySize = 2048;

    /// <summary>Reads a file.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="password">The password of a PFX; null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RegistrationException">
    /// The file cannot be read, holds no single end certificate, or one that has expired or that nobody can sign in with.
    /// </exception>
    /// <exception cref="PfxException">The file is a PFX that cannot be opened: another password, damage.</exception>
    public static Task<CertificateInfo> ReadAsync(
        string path, SecretText? password, CancellationToken cancellationToken) =>
        ReadAsync(path, password, TimeProvider.System.GetUtcNow(), cancellationToken);

    /// <summary>The same at another time.</summary>
    internal static async Task<CertificateInfo> ReadAsync(
        string path, SecretText? password, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var content = await InputFile.ReadAsync(
            Guard.NotBlank(path), MaximumLength, (fault, cause) => Unreadable(path, fault, cause), cancellationToken)
            .ConfigureAwait(false);
        try
        {
            using var found = RecognizedContent.Read(content, MaximumBlocks);
            var certificate = found.Kind switch
            {
                ContentKind.Pfx => ReadPfx(found.Bytes, password, path, cancellationToken),
                ContentKind.Certificate => Single([Certificate(found.Bytes, path)], path),
                ContentKind.Pem => Single(
                    [
                        .. found.Blocks.Where(block => block.Kind == ContentKind.Certificate && block.Bytes is not null)
                            .Select(block => Certificate(block.Bytes!, path)),
                    ],
                    path),
                _ => throw NotRecognized(path, "holds no certificate. Expected is a certificate as DER or PEM, or a PFX"),
            };
            Check(certificate, now, path);
            return certificate;
        }
        finally
        {
            SecretBytes.Zero(content);
        }
    }

    private static CertificateInfo ReadPfx(
        byte[] content, SecretText? password, string path, CancellationToken cancellationToken)
    {
        using var none = SecretText.Absent();
        using var contents = PfxReader.Open(content, password ?? none, new PfxReadOptions { Path = path }, cancellationToken);
        return contents.KeyPairs.Count switch
        {
            1 => contents.KeyPairs[0].Certificate,
            0 => Single(contents.Certificates, path),
            _ => throw NotRecognized(
                path, $"holds {contents.KeyPairs.Count} certificates with a private key. Give a file with one"),
        };
    }

    // A chain may be with it.
    private static CertificateInfo Single(IReadOnlyList<CertificateInfo> certificates, string path)
    {
        var ends = certificates.Count == 1 ? certificates
            : [.. certificates.Where(certificate => !certificate.IsCertificateAuthority)];
        return ends.Count == 1 ? ends[0] : throw NotRecognized(path, certificates.Count == 0
            ? "holds no certificate. Expected is a certificate as DER or PEM, or a PFX"
            : $"holds {certificates.Count} certificates, and which one is meant does not show. Give a file with one");
    }

    private static CertificateInfo Certificate(byte[] der, string path)
    {
        try
        {
            return CertificateReader.Read(der);
        }
        catch (FormatException e)
        {
            throw NotRecognized(path, "holds a certificate that is damaged. Export it again", e);
        }
    }

    private static void Check(CertificateInfo certificate, DateTimeOffset now, string path)
    {
        if (certificate.NotAfter <= now)
        {
            var ended = certificate.NotAfter.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            throw new RegistrationException(
                RegistrationErrorKind.ClientCertificateExpired,
                $"The certificate in '{path}' ({certificate.Thumbprint}) has expired on {ended}: nobody could sign in with it. "
                    + "Give one that is valid.",
                path);
        }

        if (certificate.KeyAlgorithm != "RSA" || certificate.KeySize < LeastKeySize)
        {
            throw new RegistrationException(RegistrationErrorKind.ClientCertificateNotSupported,
                $"The certificate in '{path}' has a key of the kind {certificate.KeyAlgorithm} with {certificate.KeySize} bits. "
                    + $"Applications sign in with RSA keys of at least {LeastKeySize} bits.",
                path);
        }
    }

    private static RegistrationException NotRecognized(string path, string problem, Exception? cause = null) => new(
        RegistrationErrorKind.ClientCertificateNotRecognized, $"The certificate file '{path}' {problem}.", path, cause);

    private static RegistrationException Unreadable(string path, InputFault fault, Exception? cause) => new(
        RegistrationErrorKind.ClientCertificateUnreadable,
        $"The certificate file '{path}' " + fault switch
        {
            InputFault.Folder => "is a folder. Name the certificate file itself.",
            InputFault.NotFound => "does not exist. Check the path.",
            InputFault.Denied => "may not be read by this account. Run as one that may, or change its permissions.",
            InputFault.Other => $"cannot be read: {cause!.Message}. {FileKind.Advice}",
            InputFault.InUse => "cannot be read: another program has it open. " + HeldFile.Advice,
            _ => $"cannot be read ({cause!.Message.TrimEnd('.')}). Check the path and the disk.",
        },
        path, cause);
}
