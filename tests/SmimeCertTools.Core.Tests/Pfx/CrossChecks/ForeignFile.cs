using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using SmimeCertTools.Core.Pfx;
using SmimeCertTools.Core.Secrets;
using Xunit;
using Tool = SmimeCertTools.TestSupport.Tools.OpenSsl;

namespace SmimeCertTools.Core.Tests.Pfx.CrossChecks;

/// <summary>A file of another program, opened: what it says is compared with what that program put in.</summary>
internal sealed class ForeignFile : IDisposable
{
    private readonly PfxContents _contents;

    private ForeignFile(PfxContents contents) => _contents = contents;

    public PfxContents Contents => _contents;

    public string? Mac => _contents.Protection.MacAlgorithm;

    /// <summary>The names of the encryptions of certificates, without doubles.</summary>
    public IEnumerable<string> CertificateEncryption => Names(_contents.Protection.CertificateEncryption);

    /// <summary>The names of the encryptions of keys, without doubles.</summary>
    public IEnumerable<string> KeyEncryption => Names(_contents.Protection.KeyEncryption);

    /// <summary>The thumbprints of the certificates that have a key, sorted.</summary>
    public IEnumerable<string> KeyPairs =>
        _contents.KeyPairs.Select(pair => pair.Certificate.Thumbprint).Order(StringComparer.Ordinal);

    /// <summary>
    /// Opens the file; for every key pair openssl computes the public key of the private key, which must be the certificate's.
    /// </summary>
    public static async Task<ForeignFile> OpenAsync(string path, string? password)
    {
        using var text = password is null ? SecretText.Absent() : SecretText.Copy(password);
        var opened = new ForeignFile(PfxReader.Open(await File.ReadAllBytesAsync(path), text));
        foreach (var pair in opened._contents.KeyPairs)
        {
            var publicKey = await Tool.RunAsync(
                ["pkey", "-inform", "DER", "-pubout", "-outform", "DER"], pair.PrivateKey.Span.ToArray());
            using var certificate = X509CertificateLoader.LoadCertificate(pair.Certificate.RawData);
            Assert.Equal(certificate.PublicKey.ExportSubjectPublicKeyInfo(), publicKey);
        }

        return opened;
    }

    /// <summary>Opens the file with another password and expects that to be named.</summary>
    public static async Task RefusesAsync(string path, string? password)
    {
        using var text = password is null ? SecretText.Absent() : SecretText.Copy(password);
        var content = await File.ReadAllBytesAsync(path);
        Assert.Equal(PfxErrorKind.PasswordIncorrect, Assert.Throws<PfxException>(() => PfxReader.Open(content, text)).Kind);
    }

    public void Dispose() => _contents.Dispose();

    private static IEnumerable<string> Names(IEnumerable<PfxEncryption> encryptions) =>
        encryptions.Select(encryption => encryption.Algorithm).Distinct();
}
