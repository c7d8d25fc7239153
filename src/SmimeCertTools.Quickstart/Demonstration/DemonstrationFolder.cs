using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Quickstart.Demonstration;

/// <summary>
/// A folder with everything an administrator would have: PFX files of three people, a CSV file for the import, one of the archive, the
/// connector's public key, and a mail that was encrypted years ago. Deleted on disposal.
/// </summary>
internal sealed class DemonstrationFolder : IDisposable
{
    private DemonstrationFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>How many PFX files it holds.</summary>
    public int PfxCount { get; private set; }

    /// <summary>Makes the folder and all files in it.</summary>
    public static DemonstrationFolder Create(CertificateFactory factory, ConnectorKeyPair connectorKey, PfxProducer producer, TimeProvider clock)
    {
        var folder = new DemonstrationFolder(Directory.CreateTempSubdirectory("smimecerttools-quickstart-").FullName);
        File.WriteAllText(folder.PathOf("connector-public.pem"), connectorKey.PublicKeyPem);
        var import = new StringBuilder("UserPrincipalName,Path,Password,IntendedPurpose\n");
        var archive = new StringBuilder("UserPrincipalName,Path,Password\n");
        var chain = new X509Certificate2Collection(factory.CreateChain().ToArray());
        foreach (var person in DemonstrationPerson.All)
        {
            folder.AddPerson(person, factory, chain, producer, clock.GetUtcNow(), import, archive);
        }

        File.WriteAllText(folder.PathOf("users.csv"), import.ToString());
        File.WriteAllText(folder.PathOf("archive.csv"), archive.ToString());
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private void AddPerson(
        DemonstrationPerson person,
        CertificateFactory factory,
        X509Certificate2Collection chain,
        PfxProducer producer,
        DateTimeOffset now,
        StringBuilder import,
        StringBuilder archive)
    {
        var alias = person.UserPrincipalName.Split('@')[0];
        Directory.CreateDirectory(PathOf(alias));
        foreach (var wanted in person.Certificates)
        {
            using var certificate = factory.Issue(new PersonCertificate
            {
                MailAddress = person.UserPrincipalName,
                UserPrincipalName = person.UserPrincipalName,
                CommonName = person.Name,
                Usage = wanted.Usage,
                NotBefore = now.AddMonths(wanted.FromMonth),
                NotAfter = now.AddMonths(wanted.ToMonth),
            });
            var password = RandomPassword.Create();
            var path = $"{alias}/{wanted.FileName}.pfx";
            producer.Write(PathOf(path), certificate, chain, password);
            PfxCount++;
            archive.Append($"{person.UserPrincipalName},{path},{password}\n");
            if (!wanted.IsForgotten)
            {
                import.Append($"{person.UserPrincipalName},{path},{password},{wanted.Purpose}\n");
            }
            else
            {
                WriteOldMessage(certificate, person, now.AddMonths(wanted.FromMonth + 2));
            }
        }
    }

    /// <summary>A mail as it has lain in the mailbox since: S/MIME (RFC 8551), encrypted for one certificate.</summary>
    private void WriteOldMessage(X509Certificate2 recipient, DemonstrationPerson person, DateTimeOffset sent)
    {
        var text = $"Content-Type: text/plain; charset=utf-8\r\n\r\nDear {person.Name.Split(' ')[0]}, the contract of {sent.ToString("MMMM yyyy", CultureInfo.InvariantCulture)} is attached.\r\n";
        var envelope = new EnvelopedCms(new ContentInfo(Encoding.UTF8.GetBytes(text)), new AlgorithmIdentifier(new Oid("2.16.840.1.101.3.4.1.42")));
        envelope.Encrypt(new CmsRecipient(recipient));
        IEnumerable<string> lines =
        [
            "From: partner@contoso.com",
            $"To: {person.UserPrincipalName}",
            $"Date: {sent.ToString("R", CultureInfo.InvariantCulture)}",
            "Subject: Contract",
            "MIME-Version: 1.0",
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
            "Content-Transfer-Encoding: base64",
            "",
            Convert.ToBase64String(envelope.Encode(), Base64FormattingOptions.InsertLineBreaks),
        ];
        File.WriteAllText(PathOf("old-message.eml"), string.Join("\r\n", lines) + "\r\n");
    }
}
