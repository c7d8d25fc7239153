using System;
using System.IO;
using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using SmimeCertTools.Core.Files;
using SmimeCertTools.Core.Records;
using SmimeCertTools.Errors;

namespace SmimeCertTools.Connection;

/// <summary>A certificate to sign in with, found in a file or in the stores, or the error that was met.</summary>
internal sealed class ClientCertificate
{
    /// <summary>Keeps the private key in memory; the name is missing in netstandard2.0, the runtimes have it.</summary>
    private const X509KeyStorageFlags EphemeralKeySet = (X509KeyStorageFlags)32;

    private const int MaxLength = 16 * 1024 * 1024;

    private ClientCertificate(X509Certificate2? certificate, ErrorRecord? error)
    {
        Certificate = certificate;
        Error = error;
    }

    /// <summary>The certificate with its private key; the caller disposes of it.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>Why there is none.</summary>
    public ErrorRecord? Error { get; }

    /// <summary>Checks a certificate that the user holds.</summary>
    public static ClientCertificate Check(X509Certificate2 certificate, string item) => certificate.HasPrivateKey
        ? new ClientCertificate(certificate, null)
        : new ClientCertificate(null, ConnectionErrors.CertificateHasNoKey(item));

    /// <summary>Opens a PFX file; one that another program holds is tried again for about a second.</summary>
    public static async Task<ClientCertificate> LoadAsync(
        string path, SecureString? password, CancellationToken cancellationToken)
    {
        byte[] content;
        try
        {
            // A device has no end, and to read a pipe waits for whoever writes into it.
            ThrowIfOther(FileKind.ProblemOf(path));
            using var stream = await HeldFile.OpenAsync(
                () => ReadableFile.Open(path, FileShare.Read), cancellationToken);
            ThrowIfOther(FileKind.ProblemOf(stream, path)
                ?? (stream.Length > MaxLength ? "it is too large for a PFX file" : null));
            content = new byte[stream.Length];
            var length = 0;
            while (length < content.Length && stream.Read(content, length, content.Length - length) is > 0 and var count)
            {
                length += count;
            }
        }
        catch (IOException error)
        {
            return new ClientCertificate(null, ConnectionErrors.CertificateFileUnreadable(path, error));
        }
        catch (UnauthorizedAccessException error)
        {
            return new ClientCertificate(null, ConnectionErrors.CertificateFileUnreadable(path, error));
        }

        // macOS cannot keep a key in memory alone; there it lives in a keychain that goes with the certificate.
        var flags = RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? X509KeyStorageFlags.DefaultKeySet : EphemeralKeySet;
        try
        {
            return Own(new X509Certificate2(content, password, flags), path);
        }
        catch (CryptographicException error)
        {
            return new ClientCertificate(null, ConnectionErrors.CertificateFileNotOpened(path, error));
        }
    }

    private static void ThrowIfOther(string? problem)
    {
        if (problem is not null)
        {
            throw new IOException($"{problem}. {FileKind.Advice}");
        }
    }

    /// <summary>
    /// Looks into the personal store of the current user, then into that of the computer; one with a private key is preferred.
    /// </summary>
    public static ClientCertificate Find(string thumbprint)
    {
        string digits;
        try
        {
            digits = Thumbprint.Normalize(thumbprint);
        }
        catch (FormatException)
        {
            return new ClientCertificate(null, ConnectionErrors.ThumbprintInvalid(thumbprint));
        }

        ClientCertificate? found = null;
        foreach (var certificate in PersonalStores.Read())
        {
            if (found?.Certificate is null && string.Equals(certificate.Thumbprint, digits, StringComparison.OrdinalIgnoreCase))
            {
                found = Own(certificate, thumbprint);
            }
            else
            {
                certificate.Dispose();
            }
        }

        return found ?? new ClientCertificate(null, ConnectionErrors.CertificateNotFound(thumbprint));
    }

    private static ClientCertificate Own(X509Certificate2 certificate, string item)
    {
        var check = Check(certificate, item);
        if (check.Error is not null)
        {
            certificate.Dispose();
        }

        return check;
    }
}
