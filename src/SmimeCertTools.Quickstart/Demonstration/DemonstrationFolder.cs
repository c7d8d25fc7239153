using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using SmimeCertTools.Sandbox.Pki;

namespace SmimeCertTools.Quickstart.Demonstration;

/// <summary>
/// A folder with everything an administrator would have: PFX files of three people, a CSV file for the import, one of the
/// archive, the connector's public key, the CA's certificates, and a mail that was encrypted years ago. Deleted on disposal.
/// </summary>
internal sealed class DemonstrationFolder : IDisposable
{
    private DemonstrationFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>How many PFX files it holds.</summary>
    public int PfxCount { get; private set; }

    /// <summary>Makes the folder and all files in it.</summary>
    public static DemonstrationFolder Create(
        CertificateFactory factory, ConnectorKeyPair connectorKey, PfxProducer producer, TimeProvider clock)
    {
        var folder = new DemonstrationFolder(Directory.CreateTempSubdirectory("smimecerttools-quickstart-").FullName);
        File.WriteAllText(folder.PathOf("connector-public.pem"), connectorKey.PublicKeyPem);
        File.WriteAllText(folder.PathOf("root.pem"), factory.Root.ExportCertificatePem());
        File.WriteAllText(folder.PathOf("issuing.pem"), factory.Issuing.ExportCertificatePem());
        var chain = new X509Certificate2Collection(factory.CreateChain().ToArray());
        var wanted = DemonstrationPerson.All
            .SelectMany(person => person.Certificates, (person, certificate) => (person, certificate)).ToList();
        foreach (var person in DemonstrationPerson.All)
        {
            Directory.CreateDirectory(folder.PathOf(person.Alias));
        }

        // Keys take their time to make, so all cores help; the tables keep the order of the list.
        var passwords = new string[wanted.Count];
        Parallel.For(0, wanted.Count, number => passwords[number] = folder.WritePfx(
            wanted[number].person, wanted[number].certificate, factory, chain, producer, clock.GetUtcNow()));

        var import = new StringBuilder("UserPrincipalName,Path,Password,IntendedPurpose\n");
        var archive = new StringBuilder("UserPrincipalName,Path,Password\n");
        foreach (var ((person, certificate), password) in wanted.Zip(passwords))
        {
            var row = $"{person.UserPrincipalName},{RelativePath(person, certificate)},{password}";
            archive.Append(row + "\n");
            if (!certificate.IsForgotten)
            {
                import.Append($"{row},{certificate.Purpose}\n");
            }
        }

        File.WriteAllText(folder.PathOf("users.csv"), import.ToString());
        File.WriteAllText(folder.PathOf("archive.csv"), archive.ToString());
        folder.PfxCount = wanted.Count;
        return folder;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    private string PathOf(string name) => System.IO.Path.Combine(Path, name);

    private static string RelativePath(DemonstrationPerson person, DemonstrationCertificate certificate) =>
        $"{person.Alias}/{certificate.FileName}.pfx";

    /// <summary>Issues a certificate and writes its PFX file; returns the password.</summary>
    private string WritePfx(
        DemonstrationPerson person, DemonstrationCertificate wanted, CertificateFactory factory,
        X509Certificate2Collection chain, PfxProducer producer, DateTimeOffset now)
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
        producer.Write(PathOf(RelativePath(person, wanted)), certificate, chain, password);
        if (wanted.IsForgotten)
        {
            WriteOldMessage(certificate, person, now.AddMonths(wanted.FromMonth + 2));
        }

        return password;
    }

    /// <summary>A mail as it has lain in the mailbox since: S/MIME (RFC 8551), encrypted for one certificate.</summary>
    private void WriteOldMessage(X509Certificate2 recipient, DemonstrationPerson person, DateTimeOffset sent)
    {
        var month = sent.ToString("MMMM yyyy", CultureInfo.InvariantCulture);
        var text = "Content-Type: text/plain; charset=utf-8\r\n\r\n"
            + $"Dear {person.Name.Split(' ')[0]}, the contract of {month} is attached.\r\n";
        var envelope = new EnvelopedCms(
            new ContentInfo(Encoding.UTF8.GetBytes(text)), new AlgorithmIdentifier(new Oid("2.16.840.1.101.3.4.1.42")));
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
