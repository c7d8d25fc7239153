using System;
using System.Collections.Generic;
using System.Linq;
using System.Security;
using SmimeCertTools.Core;
using SmimeCertTools.Core.Certificates;
using SmimeCertTools.Core.Pfx.Writing;
using SmimeCertTools.Hosting;

namespace SmimeCertTools.Pfx;

/// <summary>
/// A PFX file that Convert-SmimePfx wrote, read back and opened with its new password. Path and Password bind to the cmdlets that
/// take PFX files. Times are local, as those of X.509 certificates in PowerShell.
/// </summary>
public sealed class SmimeConvertedPfx
{
    internal SmimeConvertedPfx(
        string path, string sourcePath, ConvertedPfx converted, PfxWriteOptions protection, SecureString password)
    {
        var first = converted.Certificates[0];
        Path = path;
        SourcePath = sourcePath;
        Thumbprint = first.Thumbprint;
        Thumbprints = [.. converted.Certificates.Select(certificate => certificate.Thumbprint)];
        Subject = first.Subject;
        NotBefore = first.NotBefore.LocalDateTime;
        NotAfter = first.NotAfter.LocalDateTime;
        ChainSubjects = Subjects(converted.OtherCertificates);
        PfxEncryption = protection.Encryption;
        Iterations = protection.Iterations;
        NewPassword = password;
    }

    /// <summary>The new file's full path.</summary>
    public string Path { get; }

    /// <summary>The full path of the file it was made of.</summary>
    public string SourcePath { get; }

    /// <summary>SHA-1 thumbprint of the certificate, 40 upper-case hexadecimal digits; of the first of several.</summary>
    public string Thumbprint { get; }

    /// <summary>The thumbprints of all certificates in it that have their private key.</summary>
    public string[] Thumbprints { get; }

    /// <summary>The subject of the certificate; of the first of several.</summary>
    public string Subject { get; }

    /// <summary>First moment of that certificate's validity.</summary>
    public DateTime NotBefore { get; }

    /// <summary>Last moment of that certificate's validity.</summary>
    public DateTime NotAfter { get; }

    /// <summary>The subjects of the other certificates in it, such as issuers; empty when there are none.</summary>
    public string[] ChainSubjects { get; }

    /// <summary>How it is protected.</summary>
    public SmimePfxEncryption PfxEncryption { get; }

    /// <summary>Iterations of each key derivation.</summary>
    public int Iterations { get; }

    /// <summary>The new file's password.</summary>
    public SecureString NewPassword { get; }

    /// <summary>The same, under the name of the parameter that opens the file: for the next command of a pipeline.</summary>
    public SecureString Password => NewPassword;

    /// <summary>The new file's name.</summary>
    public string FileName => System.IO.Path.GetFileName(Path).Visible();

    /// <summary>The new file, its certificate and how it is protected.</summary>
    public override string ToString() => ViewText.Text($"{Path}: {Thumbprint}, {PfxEncryption}");

    private static string[] Subjects(IReadOnlyList<CertificateInfo> certificates) =>
        [.. certificates.Select(certificate => certificate.Subject)];
}
